import Model

/// Findings of a dependency audit by severity, each against the number that is allowed.
struct SeverityBars {
    let figure: AdvisoryFigure
    /// Those in force for the check.
    let waivers: [Waiver]

    init(_ figure: AdvisoryFigure, waivers: [Waiver]) {
        self.figure = figure
        self.waivers = waivers
    }

    /// The worst first.
    private var rows: [AdvisoryFigure.Row] { figure.rows.sorted { $0.severity > $1.severity } }

    private func isOver(_ row: AdvisoryFigure.Row) -> Bool { row.allowed.map { row.count > $0 } ?? false }

    private static let title = "Audit findings by severity"

    var view: ChartView {
        let rows = rows
        let most = Double(max(1, rows.map { max($0.count, $0.allowed ?? 0) }.max() ?? 1))
        let svg = Drawing.image(title: Self.title, sentence: sentence, height: rows.count * 40 + 2) { drawing in
            for (index, row) in rows.enumerated() {
                let y = index * 40
                let end = row.count == 0 ? 0 : max(0.01, 0.82 * Double(row.count) / most)
                drawing.text(row.severity.rawValue, y: y + 12)
                drawing.text(words(row), x: 1, y: y + 12, anchor: .end, isNote: isOver(row))
                if row.count > 0 {
                    drawing.bar(isOver(row) ? .hatch : .solid, from: 0, to: end, y: y + 18, height: 14)
                }
                drawing.tick(x: 0, from: y + 17, to: y + 33)
                if let allowed = row.allowed, allowed > 0 {
                    drawing.tick(
                        x: 0.82 * Double(allowed) / most, from: y + 15, to: y + 35, name: "limit", width: "3")
                }
                drawing.text(spelledCount(row.count), x: end, y: y + 30, shift: 8, isNote: true)
            }
        }
        return ChartView(
            title: Self.title, sentence: sentence, key: "Diagonal lines: more than allowed.", svg: svg, tables: [table])
    }

    private func words(_ row: AdvisoryFigure.Row) -> String {
        let allowed = row.allowed.map { $0 == 0 ? "none allowed" : "at most \(spelledCount($0)) allowed" }
        return "\(allowed ?? "any number allowed")\(isOver(row) && !waivers.isEmpty ? ", waived" : "")"
    }

    var sentence: String {
        let over = rows.filter(isOver).map { row in
            "\(spelledCount(row.count)) \(row.severity == .unknown ? "of no stated severity" : row.severity.rawValue), \(row.allowed == 0 ? "none" : "at most \(spelledCount(row.allowed ?? 0))") allowed"
        }
        let total = rows.reduce(0) { $0 + $1.count }
        let verdict =
            over.isEmpty
            ? "\(total == 0 ? "No finding" : "\(spelledCount(total)) in all"), no more than allowed of any severity"
            : over.joined(separator: "; ")
        return verdict + (over.isEmpty || waivers.isEmpty ? "" : "; \(waiverWords)") + "."
    }

    private var waiverWords: String {
        waivers.prefix(5).map { "waived by \($0.id) until \(spelledTime($0.until))" }.joined(separator: ", ")
    }

    private var table: ChartTable {
        ChartTable(
            caption: "Findings by severity", columns: ["Severity", "Found", "Allowed", "Waived"],
            rows: rows.map { row in
                ChartRow(
                    row.severity.rawValue, spelledCount(row.count), row.allowed.map(spelledCount) ?? "any number",
                    isOver(row) && !waivers.isEmpty ? waiverWords : "no")
            })
    }
}
