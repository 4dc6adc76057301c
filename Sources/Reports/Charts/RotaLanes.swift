import Model

/// Who is on call over a span: one lane a person, and a lane for the time at which nobody is.
struct RotaLanes {
    let figure: RotaFigure
    private let axis: TimeAxis
    private static let drawn = 12
    private static let listed = 50

    init(_ figure: RotaFigure) {
        self.figure = figure
        axis = TimeAxis(figure.window.start, figure.window.end)
    }

    private static let title = "On call over the launch window"

    /// People in the order of their first shift.
    private var people: [(name: String, spans: [MetricChart.Span])] {
        var order: [String] = []
        var spans: [String: [MetricChart.Span]] = [:]
        for shift in figure.shifts {
            if spans[shift.person] == nil { order.append(shift.person) }
            spans[shift.person, default: []].append(shift.span)
        }
        return order.map { ($0, spans[$0] ?? []) }
    }

    var view: ChartView {
        let people = people
        let lanes =
            people.prefix(Self.drawn).map { ($0.name, $0.spans, Drawing.Fill.solid) }
            + (figure.holes.isEmpty ? [] : [("nobody", figure.holes, .cross)])
        let svg = Drawing.image(title: Self.title, sentence: sentence, height: lanes.count * 40 + 40) { drawing in
            for (index, lane) in lanes.enumerated() {
                let y = index * 40
                drawing.text(shortened(lane.0, to: 40), y: y + 12, isNote: lane.2 == .cross)
                drawing.rule(y: y + 25)
                for span in lane.1 {
                    let from = min(axis.share(span.start), 0.995)
                    drawing.bar(lane.2, from: from, to: max(axis.share(span.end), from + 0.005), y: y + 18, height: 14)
                }
            }
            axis.draw(in: &drawing, y: lanes.count * 40)
        }
        let key = people.count > Self.drawn ? "Shown \(Self.drawn) of \(people.count) people." : ""
        return ChartView(title: Self.title, sentence: sentence, key: key, svg: svg, tables: [table])
    }

    var sentence: String {
        let names = people.map(\.name)
        let who = names.prefix(5).joined(separator: ", ") + (names.count > 5 ? " and \(names.count - 5) more" : "")
        let window = "from \(spelledTime(figure.window.start)) to \(spelledTime(figure.window.end))"
        guard let hole = figure.holes.first else { return "Somebody is on call at every moment \(window): \(who)." }
        let length = spelledDuration(milliseconds: hole.end.since(hole.start))
        let more = figure.holeCount > 1 ? ", the first of \(figure.holeCount) holes" : ""
        return "Nobody is on call from \(spelledTime(hole.start)) to \(spelledTime(hole.end)) (\(length)\(more))."
    }

    private var table: ChartTable {
        func row(_ who: String, _ span: MetricChart.Span) -> ChartRow {
            ChartRow(
                who, spelledTime(span.start), spelledTime(span.end),
                spelledDuration(milliseconds: span.end.since(span.start)))
        }
        let shifts = figure.shifts.prefix(Self.listed)
        let holes = figure.holes.prefix(Self.listed)
        let omitted = [("shifts", shifts.count, figure.shiftCount), ("holes", holes.count, figure.holeCount)]
            .filter { $0.1 < $0.2 }.map { "Shown \($0.1) of \($0.2) \($0.0)." }
        return ChartTable(
            caption: "Holes and shifts, cut to the window", columns: ["Who", "From", "To", "How long"],
            rows: holes.map { row("nobody", $0) } + shifts.map { row($0.person, $0.span) },
            omission: omitted.joined(separator: " "))
    }
}
