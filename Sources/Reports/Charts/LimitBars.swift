import Model

/// Measured numbers, each as a bar against its limit; what lies outside is hatched.
struct LimitBars {
    let figure: LimitFigure
    let check: String
    private static let drawn = 20

    init(_ figure: LimitFigure, check: String) {
        self.figure = figure
        self.check = check
    }

    private var title: String { "Load test against its limits: \(check)" }

    var view: ChartView {
        let rows = figure.rows.prefix(Self.drawn)
        let svg = Drawing.image(title: title, sentence: sentence, height: rows.count * 64 + 2) { drawing in
            for (index, row) in rows.enumerated() { draw(row, y: index * 64, in: &drawing) }
        }
        let omission =
            rows.count < figure.rows.count ? " Shown \(rows.count) of \(figure.rows.count) limits." : ""
        return ChartView(
            title: title, sentence: sentence,
            key: "Bar: measured. Upright line: limit. Hatched in red: outside the limit.\(omission)", svg: svg,
            tables: [table])
    }

    private func draw(_ row: LimitFigure.Row, y: Int, in drawing: inout Drawing) {
        let state = state(row)
        drawing.text(shortened(row.name, to: 40 - state.utf8.count), y: y + 12)
        drawing.text(state, x: 1, y: y + 12, anchor: .end, isNote: row.verdict != .pass)
        drawing.text(words(row), y: y + 48)
        guard let value = row.value, let limit = row.limit, value.isFinite, limit.isFinite, value >= 0, limit >= 0
        else {
            drawing.rule(y: y + 25)
            return
        }
        let most = max(value, limit) / 0.8
        let (end, mark) = most > 0 && most.isFinite ? (value / most, limit / most) : (0, 0)
        let (from, to) =
            switch row.forbids {
            case .above: (mark, 1.0)
            case .below: (0.0, mark)
            case .other: (0.0, 0.0)
            }
        if to > from { drawing.forbid(from: from, to: to, y: y + 18, height: 14) }
        drawing.bar(.empty, from: 0, to: 1, y: y + 18, height: 14)
        if end > 0 {
            drawing.bar(row.verdict == .fail ? .hatch : .solid, from: 0, to: max(end, 0.005), y: y + 21, height: 8)
        }
        drawing.tick(x: mark, from: y + 15, to: y + 35, name: "limit", width: "3")
    }

    private func state(_ row: LimitFigure.Row) -> String {
        switch row.verdict {
        case .pass: "kept\(margin(row))"
        case .fail: row.value == row.limit && row.value != nil ? "not kept" : "crossed\(margin(row))"
        default: "not proven"
        }
    }

    private func words(_ row: LimitFigure.Row) -> String {
        // An exact decimal may have very many digits; the table shows them all.
        let isLong = row.observed.utf8.count > 14 && !row.observed.utf8.contains(UInt8(ascii: "o"))
        let observed = isLong ? row.value.map { spelledNumber($0, row.unit) } ?? row.observed : row.observed
        return "\(shortened(observed, to: 18)), limit \(shortened(row.limitText, to: 18))"
    }

    /// How far the value is from the limit, as a share of the limit.
    private func margin(_ row: LimitFigure.Row) -> String {
        guard let value = row.value, let limit = row.limit, limit > 0 else { return "" }
        let share = (value - limit) / limit * 100
        guard share.isFinite, abs(share) < 1_000_000 else { return "" }
        let percent = abs(share) < 1 ? spelledNumber((abs(share) * 100).rounded() / 100) : "\(Int(abs(share)))"
        return " by \(percent)%"
    }

    var sentence: String {
        let failed = figure.rows.filter { $0.verdict == .fail }
        let unproven = figure.rows.filter { $0.verdict != .fail && $0.verdict != .pass }
        let count = figure.rows.count
        if failed.isEmpty, unproven.isEmpty {
            return count == 1
                ? "The measured number keeps its limit." : "All \(count) measured numbers keep their limits."
        }
        let parts = [(failed, "crossed"), (unproven, "not proven")].filter { !$0.0.isEmpty }.map { rows, word in
            "\(rows.count) of \(count) \(word) (\(rows.prefix(3).map(\.name).joined(separator: ", "))\(rows.count > 3 ? ", …" : ""))"
        }
        return parts.joined(separator: "; ") + "."
    }

    private var table: ChartTable {
        ChartTable(
            caption: "Measured numbers and limits", columns: ["What", "Measured", "Limit", "Verdict"],
            rows: figure.rows.map { ChartRow($0.name, $0.observed, $0.limitText, $0.verdict.word) })
    }
}
