import Model
import Templates

/// One file that an item was judged by: where it comes from, and the lines in it that matter.
struct SourceView: TemplateContext {
    let path: String
    let file: EvidenceFile?
    let anchor: Fragment?
    let excerpts: [Excerpt]
    /// `17 min old, at most 1 d`; empty where the age does not matter.
    let age: String

    static let fields: [TemplateField<SourceView>] = [
        .text("sourcePath") { $0.path },
        .flag("isListed") { $0.anchor != nil },
        .fragment("sourceLink") { $0.anchor ?? Fragment("ev") },
        .text("sourceFacts") { $0.facts.joined(separator: " · ") },
        .text("range") { $0.range },
        .flag("hasExcerpt") { !$0.excerpts.isEmpty },
        .list("lines") { view in
            let width = String(view.excerpts.last?.lines.last?.number ?? 0).utf8.count
            return view.excerpts.enumerated().flatMap { index, excerpt in
                (index > 0 ? [LineView(line: nil, width: width)] : [])
                    + excerpt.lines.map { LineView(line: $0, width: width) }
            }
        },
    ]

    /// `lines 1 to 4, 19 to 22 of 92`
    private var range: String {
        let stretches = excerpts.compactMap { excerpt -> String? in
            guard let first = excerpt.lines.first?.number, let last = excerpt.lines.last?.number else { return nil }
            return first == last ? "\(first)" : "\(first) to \(last)"
        }
        let omitted = excerpts.reduce(0) { $0 + $1.omitted }
        return "lines \(stretches.joined(separator: ", ")) of \(excerpts.first?.lineCount ?? 0)"
            + (omitted > 0 ? "; \(omitted) more lines around them: see the file" : "")
    }

    private var facts: [String] {
        guard let file else { return ["not among the files"] }
        var facts: [String] = []
        if file.state != .present { facts.append(file.state.rawValue) }
        if !file.sha256.isEmpty { facts += ["sha256:\(shortDigest(file.sha256))…", spelledBytes(file.bytes)] }
        facts.append(file.origin)
        if !age.isEmpty { facts.append(age) }
        if let covers = file.covers {
            facts.append("covers \(spelledTime(covers.start)) to \(spelledTime(covers.end))")
        }
        facts.append(file.provenance.rawValue)
        return facts
    }

    /// Every file that a check of the item read, those with excerpts first.
    static func sources(of item: ItemAssessment, in index: PageIndex) -> [SourceView] {
        let excerpts = Dictionary(grouping: item.excerpts, by: \.path)
        var order = item.excerpts.map(\.path)
        order += item.checks.flatMap(\.evidence)
        var seen: Set<String> = []
        return order.filter { seen.insert($0).inserted }.map { path in
            let file = index[path]
            return SourceView(
                path: path, file: file, anchor: index.anchor(of: path), excerpts: excerpts[path] ?? [],
                age: age(of: file, in: item))
        }
    }

    private static func age(of file: EvidenceFile?, in item: ItemAssessment) -> String {
        let checks = item.checks.filter { check in file.map { check.evidence.contains($0.path) } ?? false }
        let strictest = checks.filter { $0.maxAge != nil }.min { ($0.maxAge ?? 0) < ($1.maxAge ?? 0) }
        guard let collected = file?.collected, let limit = strictest?.maxAge, let at = strictest?.judgedAt else {
            return ""
        }
        let age = max(0, at.since(collected))
        return "\(spelledDuration(milliseconds: age)) old, at most \(spelledDuration(milliseconds: limit))"
    }
}

/// One line with its number, and `>` where a finding points at it; or where lines are left out.
struct LineView: TemplateContext {
    let line: Excerpt.Line?
    let width: Int

    static let fields: [TemplateField<LineView>] = [
        .flag("isCause") { $0.line?.isCause ?? false },
        .text("gutter") { view in
            guard let line = view.line else { return "  " + String(repeating: " ", count: view.width - 1) + "⋮" }
            let number = String(line.number)
            let padding = String(repeating: " ", count: max(0, view.width - number.utf8.count))
            return "\(line.isCause ? ">" : " ") \(padding)\(number) | "
        },
        .text("lineText") { $0.line?.text ?? "" },
        .text("cut") { view in
            guard let count = view.line?.leftOut, count > 0 else { return "" }
            return " [\(spelledBytes(Int64(count))) more on this line: see the file]"
        },
    ]
}

extension EvidenceFile {
    /// When it was collected, and who says so.
    var origin: String {
        guard let collected else { return "nothing states when it was collected" }
        let source =
            switch collectedBy {
            case .content: " (its content)"
            case .sidecar: " (sidecar)"
            case .record: " (run record)"
            case nil: ""
            }
        let person = subject.by.map { " by \($0)" } ?? ""
        return "collected \(spelledTime(collected))\(person)\(source)"
    }
}
