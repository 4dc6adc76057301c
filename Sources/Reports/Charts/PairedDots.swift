/// A number of the previous pack beside the same number now.
struct PairedNumber {
    /// Which way is better, where one is.
    enum Better { case lower, higher, neither }

    let name: String
    let previous: Double
    let now: Double
    /// `ms`, `%`, or empty for a count.
    let unit: String
    let better: Better
}

/// Previous against now: a ring and a dot a number, with an arrow between them and the change in words.
struct PairedDots {
    let title: String
    let pairs: [PairedNumber]
    private static let drawn = 20

    /// Numbers that are not finite are left out of the drawing, not of the table.
    init(_ title: String, _ pairs: [PairedNumber]) {
        self.title = title
        self.pairs = pairs
    }

    var view: ChartView {
        let shown = pairs.filter { $0.previous.isFinite && $0.now.isFinite }.prefix(Self.drawn)
        let svg = Drawing.image(title: title, sentence: sentence, height: shown.count * 60 + 2) { drawing in
            for (index, pair) in shown.enumerated() { draw(pair, y: index * 60, in: &drawing) }
        }
        let omission = shown.count < pairs.count ? " Shown \(shown.count) of \(pairs.count) numbers." : ""
        return ChartView(
            title: title, sentence: sentence, key: "Ring: previous pack. Dot: now. Each line begins at 0.\(omission)",
            svg: svg, tables: [table])
    }

    private func draw(_ pair: PairedNumber, y: Int, in drawing: inout Drawing) {
        let change = changeWords(pair)
        drawing.text(shortened(pair.name, to: max(10, 40 - change.utf8.count)), y: y + 12)
        drawing.text(change, x: 1, y: y + 12, anchor: .end, isNote: self.change(pair) == .worse)
        drawing.rule(from: 0, to: 1, y: y + 28)
        // Halves, because the whole range may be more than a Double can be.
        let least = min(0, pair.previous, pair.now) / 2
        let range = max(0, pair.previous, pair.now) / 2 - least
        func share(_ value: Double) -> Double { range > 0 ? 0.03 + 0.94 * ((value / 2 - least) / range) : 0.03 }
        drawing.tick(x: share(0), from: y + 22, to: y + 34)
        let (before, after) = (share(pair.previous), share(pair.now))
        // Dots that nearly touch say it all without an arrow.
        if abs(after - before) > 0.06 {
            drawing.rule(from: min(before, after), to: max(before, after), y: y + 28, name: "arrow")
            drawing.symbol(
                "dot", after > before ? "M-14-5L-6 0L-14 5z" : "M14-5L6 0L14 5z", x: after, y: y + 28, fill: "#0b57a4")
        }
        drawing.symbol(
            "ring", "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0", x: before, y: y + 28, fill: "#fff", stroke: "#0b57a4")
        drawing.symbol("dot", "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0", x: after, y: y + 28, fill: "#0b57a4")
        drawing.text(
            "\(spelledNumber(pair.previous, pair.unit)) before, \(spelledNumber(pair.now, pair.unit)) now", y: y + 50)
    }

    enum Change { case none, better, worse, other }

    func change(_ pair: PairedNumber) -> Change {
        if pair.previous == pair.now { return .none }
        return switch pair.better {
        case .lower: pair.now < pair.previous ? .better : .worse
        case .higher: pair.now > pair.previous ? .better : .worse
        case .neither: .other
        }
    }

    /// `240 ms before, 287 ms now: 47 ms more, worse`
    func words(_ pair: PairedNumber) -> String {
        let now = spelledNumber(pair.now, pair.unit)
        return change(pair) == .none
            ? "\(now), unchanged"
            : "\(spelledNumber(pair.previous, pair.unit)) before, \(now) now: \(changeWords(pair))"
    }

    /// `47 ms more, worse`
    private func changeWords(_ pair: PairedNumber) -> String {
        let verdict =
            switch change(pair) {
            case .none: "unchanged"
            case .better: ", better"
            case .worse: ", worse"
            case .other: ""
            }
        guard change(pair) != .none else { return verdict }
        let delta = pair.now - pair.previous
        let size = delta.isFinite ? "\(spelledNumber(abs(delta), pair.unit)) " : ""
        return "\(size)\(delta > 0 ? "more" : "less")\(verdict)"
    }

    var sentence: String {
        let worse = pairs.filter { change($0) == .worse }
        let changed = pairs.count { change($0) != .none }
        guard !pairs.isEmpty else { return "Nothing can be compared." }
        let names = worse.prefix(3).map(\.name).joined(separator: ", ") + (worse.count > 3 ? ", …" : "")
        return "\(changed) of \(pairs.count) numbers changed; "
            + (worse.isEmpty ? "none became worse." : "\(worse.count) became worse: \(names).")
    }

    private var table: ChartTable {
        ChartTable(
            caption: "Previous pack and now", columns: ["What", "Previous", "Now", "Change"],
            rows: pairs.map { pair in
                ChartRow(
                    pair.name, spelledNumber(pair.previous, pair.unit), spelledNumber(pair.now, pair.unit), words(pair))
            })
    }
}
