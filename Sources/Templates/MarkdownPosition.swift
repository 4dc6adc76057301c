/// Where in a Markdown template the next byte stands: in a table row, in code, in HTML, or in running text.
///
/// The only HTML is that of folded details: `<details>`, `<details open>`, `</details>`, each on a line of its own, and
/// `<summary>…</summary>`. To Markdown it goes on up to the next empty line.
struct MarkdownPosition: Equatable {
    private var line: [UInt8] = []
    private var isInFence = false
    private var isInHTML = false
    /// Details that are open.
    private(set) var depth = 0

    private static let summary = Array("<summary>".utf8)
    private static let summaryEnd = Array("</summary>".utf8)

    /// A section may start and end on different lines, but not on different sides of a fence or of details.
    static func == (left: Self, right: Self) -> Bool {
        left.isInFence == right.isInFence && left.isInCode == right.isInCode && left.isInHTML == right.isInHTML
            && left.depth == right.depth
    }

    private var isInCode: Bool { !line.count(where: { $0 == UInt8(ascii: "`") }).isMultiple(of: 2) }

    mutating func consume(_ bytes: [UInt8]) {
        for byte in bytes {
            guard byte == 10 else {
                line.append(byte)
                continue
            }
            if line.starts(with: "```".utf8) { isInFence.toggle() }
            if line.isEmpty { isInHTML = false }
            if line.first == UInt8(ascii: "<") { isInHTML = true }
            if line.starts(with: "<details".utf8) { depth += 1 }
            if line.starts(with: "</details".utf8) { depth -= 1 }
            line = []
        }
    }

    func slot(for kind: TemplateShape.Kind) -> Result<TemplateSlot, Refusal> {
        if isInFence || isInCode { return .failure("code") }
        if case .html = kind { return .failure("Markdown") }
        if case .fragment = kind { return .failure("Markdown") }
        if line.starts(with: Self.summary), line.count(where: { $0 == UInt8(ascii: "<") }) == 1 {
            if case .block = kind { return .failure("a summary, which has one line") }
            return .success(.markdownSummary)
        }
        if isInHTML || line.first == UInt8(ascii: "<") { return .failure("HTML, which ends at an empty line") }
        if case .block = kind {
            return line.isEmpty ? .success(.markdownBlock) : .failure("a line of Markdown, which a block has to itself")
        }
        return .success(line.first == UInt8(ascii: "|") ? .markdownCell : .markdownText)
    }

    /// Offset of the first `<` in a template that is not of folded details.
    static func foreignHTML(in template: [UInt8]) -> Int? {
        let sign = UInt8(ascii: "<")
        for line in template.split(separator: 10) {
            guard let first = line.firstIndex(of: sign) else { continue }
            let isDetails = ["<details>", "<details open>", "</details>"].contains { line.elementsEqual($0.utf8) }
            let isSummary =
                line.starts(with: summary) && line.suffix(summaryEnd.count).elementsEqual(summaryEnd)
                && line.count(where: { $0 == sign }) == 2
            if !isDetails, !isSummary { return first }
        }
        return nil
    }
}
