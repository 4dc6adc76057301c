import Model
import Reports
import Templates

/// A digest that is cheap enough for thousands of packs.
let cheapDigest = ReportContext { bytes in (0..<32).map { UInt8(truncatingIfNeeded: bytes.count >> ($0 % 8) &+ $0) } }

private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

/// All documents of a pack that have a limit, by file name.
struct Tickets {
    let digest: String
    let files: [String: [UInt8]]
    let missing: Int

    init(_ pack: Pack) throws {
        var files = ["summary": try JobSummary(context: cheapDigest).render(pack)]
        let names = ["pack.md", "pack.txt", "ticket.md", "ticket.jira.txt", "ticket.adf.json"]
        for report in try ReportCatalog.all(in: cheapDigest) where names.contains(report.fileName) {
            files[report.fileName] = report.render(pack)
        }
        self.files = files
        digest = hex(cheapDigest.sha256(PackDocument().render(pack)))
        let gate = pack.gates.first { !$0.decision.isOpen } ?? pack.gates.last
        missing = gate?.blocking.count { $0.kind == "sign-off" } ?? 0
    }

    /// What is not as our templates make it, and what a document that is not shortened does not show.
    func markupFaults(_ pack: Pack, _ hasParser: Bool, _ complete: inout [String: Int]) -> [String] {
        var faults: [String] = []
        let expected = PrintedTexts.of(pack)
        func compare(_ name: String, _ shows: (String) -> Bool) {
            guard !isShortened(name) else { return }
            complete[name, default: 0] += 1
            faults += expected.filter { !shows($0) }.map { "\(name) lacks \($0)" }
        }
        for name in ["ticket.md", "pack.md", "summary"] where hasParser {
            let tree = MarkdownTree(files[name] ?? [])
            faults += tree.faults.map { "\(name): \($0)" }
            let codes = Set(tree.codes.map { PrintedTexts.folded($0) })
            compare(name) { codes.contains(PrintedTexts.folded($0)) || PrintedTexts.folded($0).isEmpty }
        }
        let jira = JiraMarkup(text("ticket.jira.txt"))
        faults += jira.faults.map { "ticket.jira.txt: \($0)" }
        let jiraText = PrintedTexts.folded(jira.text)
        compare("ticket.jira.txt") { PrintedTexts.holds(jiraText, PrintedTexts.folded($0)) }
        let adf = ADFDocument(files["ticket.adf.json"] ?? [])
        faults += adf.faults.map { "ticket.adf.json: \($0)" }
        let adfCodes = Set(adf.codes)
        compare("ticket.adf.json") { adfCodes.contains($0) }
        faults += MailText.faults(of: text("pack.txt")).map { "pack.txt: \($0)" }
        let mail = PrintedTexts.folded(text("pack.txt"), withoutBars: true)
        compare("pack.txt") { PrintedTexts.holds(mail, PrintedTexts.folded($0, withoutBars: true)) }
        return faults
    }

    /// By bytes, since a text of others may begin behind it.
    func isShortened(_ name: String) -> Bool { PrintedTexts.holds(files[name] ?? [], Array("Shortened for ".utf8)) }

    func text(_ name: String) -> String { String(decoding: files[name] ?? [], as: UTF8.self) }

    static let limits: [(name: String, limit: Int, isBytes: Bool)] = [
        ("ticket.md", 60_000, false), ("ticket.jira.txt", 30_000, false), ("ticket.adf.json", 30_000, false),
        ("summary", 921_600, true), ("pack.md", 500_000, true), ("pack.txt", 100_000, true),
    ]

    /// What no tier may drop, and what no document may exceed.
    var faults: [String] {
        var faults: [String] = []
        for (name, limit, isBytes) in Self.limits {
            let text = text(name)
            let size = isBytes ? text.utf8.count : text.utf16.count
            if size > limit { faults.append("\(name): \(size) of \(limit)") }
            if size == 0 { faults.append("\(name) is empty") }
            if !text.contains(digest) { faults.append("\(name): no digest") }
            if !text.contains("\(missing)\(missing == 0 ? "" : " ")"), missing > 0 {
                faults.append("\(name): no sign-offs")
            }
            if text.ranges(of: "evidencepack v1 release=").count < 1 { faults.append("\(name): no footer") }
            let isTold = text.contains(name == "pack.txt" ? "\nsha256:\(digest)\n" : "full pack sha256:\(digest)")
            if isShortened(name), !isTold {
                faults.append("\(name): does not say where the whole is")
            }
        }
        for name in ["ticket.md", "pack.md", "summary", "ticket.jira.txt", "pack.txt"] {
            let lines = text(name).split(separator: "\n").filter { !$0.hasPrefix("    ") }
            let words = ["Go:", "Go with waivers:", "No go:", "Incomplete:"]
            if !words.contains(where: { lines[0].contains($0) }) { faults.append("\(name): no verdict first") }
            if !lines[1].contains("items:"), !lines[1].contains("Shortened for") {
                faults.append("\(name): \(lines[1])")
            }
            if !lines[lines.count - 1].contains("evidencepack v1 release=") { faults.append("\(name): no last line") }
        }
        return faults
    }
}
