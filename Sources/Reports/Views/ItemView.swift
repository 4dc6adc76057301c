import Model
import Templates

/// One checklist item: a row of the overview and a card.
struct ItemView: TemplateContext {
    static let shownFindings = 50

    let item: ItemAssessment
    let fragment: Fragment

    init(_ item: ItemAssessment) {
        self.item = item
        fragment = Fragment("item-" + item.id)
    }

    /// The finding that decides the verdict.
    var decisive: Finding? { item.decisive }

    /// One sentence: why the item has its verdict.
    var summary: String {
        if let decisive { return decisive.message }
        return item.checks.isEmpty
            ? "No check is bound to this item; a person has to judge it." : "Nothing was read that could settle it."
    }

    /// Rows of the checks table, at most fifty a check, the worst first.
    var findings: [FindingView] {
        item.checks.flatMap { check in
            let worst = check.findings.enumerated().sorted {
                (-($0.element.verdict.severity ?? -1), $0.offset) < (-($1.element.verdict.severity ?? -1), $1.offset)
            }
            guard !worst.isEmpty else { return [FindingView(check: check, finding: nil, isFirst: true)] }
            return worst.prefix(Self.shownFindings).enumerated().map {
                FindingView(check: check, finding: $1.element, isFirst: $0 == 0)
            }
        }
    }

    /// Says which findings are not in the table; empty when all are.
    var omission: String {
        let total = item.checks.reduce(0) { $0 + $1.findings.count }
        let shown = item.checks.reduce(0) { $0 + min($1.findings.count, Self.shownFindings) }
        return shown < total ? "Shown \(shown) of \(total) findings; all are in pack.json." : ""
    }

    static let fields: [TemplateField<ItemView>] = [
        .fragment("itemLink") { $0.fragment },
        .text("itemId") { $0.item.id },
        .word("itemWord") { $0.item.id },
        .list("textRuns") { TextRun.runs(of: $0.item.text) },
        .text("itemText") { $0.item.text },
        .number("itemLine") { $0.item.line },
        .text("owner") { $0.item.owner },
        .html("mark") { VerdictMark.html($0.item.verdict) },
        .word("verdict") { $0.item.verdict.word },
        .word("verdictClass") { $0.item.verdict.rawValue },
        .html("underlyingMark") { view in view.item.underlying.map { VerdictMark.html($0) } ?? .empty },
        .word("underlying") { $0.item.underlying?.word ?? "" },
        .flag("isSettled") { $0.item.verdict.isSettled },
        .text("summary") { $0.summary },
        .text("itemNext") { $0.item.verdict.isSettled ? "" : $0.decisive?.next ?? $0.item.next },
        .list("findings") { $0.findings },
        .text("omission") { $0.omission },
        .list("charts") { $0.item.checks.flatMap { ChartView.all(of: $0) } },
        .html("readyMark") { VerdictMark.html($0.item.ready.state) },
        .html("doneMark") { VerdictMark.html($0.item.done.state) },
        .word("ready") { $0.item.ready.state.word },
        .word("done") { $0.item.done.state.word },
        .text("digest") { $0.item.digest },
        .text("digestShort") { shortDigest($0.item.digest) },
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
