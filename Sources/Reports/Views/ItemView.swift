import Model
import Templates

/// One checklist item: a row of the overview and a card.
struct ItemView: TemplateContext {
    static let shownFindings = 50
    private static let shownReasons = 4

    let item: ItemAssessment
    let index: PageIndex
    let fragment: Fragment

    init(_ item: ItemAssessment, in index: PageIndex = PageIndex()) {
        self.item = item
        self.index = index
        fragment = Fragment(item.id)
    }

    /// The finding that decides the verdict.
    var decisive: Finding? { item.decisive }

    /// One sentence: why the item has its verdict.
    var summary: String {
        if let decisive { return sentence(decisive.readable) }
        return item.checks.isEmpty
            ? "No check is bound to this item; a person has to judge it." : "Nothing was read that could settle it."
    }

    /// What else stands against the item, beside the decisive finding.
    var reasons: [ReasonView] {
        guard !item.verdict.isSettled else { return [] }
        let others = item.checks.filter { $0.isGating && $0.verdict != .waived }.flatMap { check in
            check.findings.filter { !$0.verdict.isSettled && $0.verdict != .warn && $0 != decisive }.map {
                ReasonView(check: check.id, finding: $0)
            }
        }
        return Array(others.prefix(Self.shownReasons))
    }

    /// Rows of the checks table, at most fifty a check, the worst first.
    var findings: [FindingView] {
        let checks = item.checks.enumerated().sorted {
            (-($0.element.verdict.severity ?? -1), $0.offset) < (-($1.element.verdict.severity ?? -1), $1.offset)
        }
        return checks.map(\.element).flatMap { check -> [FindingView] in
            let anchor = Fragment("\(item.id).\(check.id)")
            let worst = check.findings.enumerated().sorted {
                (-($0.element.verdict.severity ?? -1), $0.offset) < (-($1.element.verdict.severity ?? -1), $1.offset)
            }
            guard !worst.isEmpty else {
                return [
                    FindingView(check: check, finding: nil, isFirst: true, index: index, anchor: anchor)
                ]
            }
            return worst.prefix(Self.shownFindings).enumerated().map {
                FindingView(
                    check: check, finding: $1.element, isFirst: $0 == 0, index: index, anchor: anchor)
            }
        }
    }

    /// Says which findings are not in the table; empty when all are.
    var omission: String {
        item.checks.filter { $0.findings.count > Self.shownFindings }.map {
            "\($0.id): shown \(Self.shownFindings) of \($0.findings.count) findings; all are in pack.json."
        }.joined(separator: " ")
    }

    /// `9 checks on 12 files`
    private var scope: String {
        let files = Set(item.checks.flatMap(\.evidence)).count
        return "\(item.checks.count) check\(item.checks.count == 1 ? "" : "s") on \(files) file\(files == 1 ? "" : "s")"
    }

    static let fields: [TemplateField<ItemView>] = [
        .fragment("itemLink") { $0.fragment },
        .text("itemId") { $0.item.id },
        .word("itemWord") { $0.item.id },
        .text("holders") { $0.index.holders(of: $0.item.owner) },
        .list("textRuns") { TextRun.runs(of: $0.item.text) },
        .text("itemText") { $0.item.text },
        .number("itemLine") { $0.item.line },
        .text("owner") { $0.item.owner },
        .html("mark") { VerdictMark.mark($0.item.verdict) },
        .word("verdict") { $0.item.verdict.word },
        .word("verdictClass") { $0.item.verdict.rawValue },
        .html("underlyingMark") { view in view.item.underlying.map { VerdictMark.mark($0) } ?? .empty },
        .word("underlying") { $0.item.underlying?.word ?? "" },
        .flag("isSettled") { $0.item.verdict.isSettled },
        .text("summary") { $0.summary },
        .text("summaryFound") { $0.decisive?.observedBeside ?? "" },
        .text("summaryLimit") { $0.decisive?.observed == nil ? "" : $0.decisive?.limit ?? "" },
        .text("summaryMargin") { view in
            Margin.words(observed: view.decisive?.observed ?? "", limit: view.decisive?.limit ?? "")
        },
        .flag("hasReasons") { !$0.reasons.isEmpty },
        .flag("hasSources") { $0.item.checks.contains { !$0.evidence.isEmpty } },
        .list("reasons") { $0.reasons },
        .text("scope") { $0.scope },
        .list("sources") { SourceView.sources(of: $0.item, in: $0.index) },
        .text("doneWhy") { $0.item.done.why ?? "" },
        .text("readyWhy") { $0.item.ready.why ?? "" },
        .text("doneBy") { view in view.item.done.by.map { view.index.name(of: $0) }.joined(separator: ", ") },
        .text("readyBy") { view in view.item.ready.by.map { view.index.name(of: $0) }.joined(separator: ", ") },
        .text("itemNext") { view in
            switch view.item.verdict {
            case .fail, .error, .unknown, .manual: view.decisive?.next ?? view.item.next
            default: view.decisive?.next ?? ""
            }
        },
        .list("findings") { $0.findings },
        .text("omission") { $0.omission },
        .list("charts") { $0.item.checks.flatMap { ChartView.all(of: $0) } },
        .html("readyMark") { VerdictMark.mark($0.item.ready.state) },
        .html("doneMark") { VerdictMark.mark($0.item.done.state) },
        .word("ready") { $0.item.ready.state.word },
        .word("done") { $0.item.done.state.word },
        .text("digest") { $0.item.digest },
        .text("digestShort") { shortDigest($0.item.digest) },
    ]
}

/// One more thing that stands against an item.
struct ReasonView: TemplateContext {
    let check: String
    let finding: Finding

    static let fields: [TemplateField<ReasonView>] = [
        .html("reasonMark") { VerdictMark.mark($0.finding.verdict) },
        .text("reasonCheck") { $0.check },
        .text("reason") { $0.finding.message },
    ]
}

/// A stretch of a checklist line, in code or not; backticks are the only Markdown that is shown as such.
struct TextRun: TemplateContext {
    let text: String
    let isCode: Bool

    static let fields: [TemplateField<TextRun>] = [.text("run") { $0.text }, .flag("isCode") { $0.isCode }]

    /// Text whose backticks do not pair stays as it is.
    static func runs(of text: String) -> [TextRun] {
        let parts = Mojibake.mended(text).utf8.split(separator: UInt8(ascii: "`"), omittingEmptySubsequences: false)
        guard parts.count.isMultiple(of: 2) == false, !parts.dropFirst().dropLast().contains(where: \.isEmpty) else {
            return [TextRun(text: Mojibake.mended(text), isCode: false)]
        }
        return parts.enumerated().map {
            TextRun(text: String(decoding: $1, as: UTF8.self), isCode: !$0.isMultiple(of: 2))
        }
    }
}
