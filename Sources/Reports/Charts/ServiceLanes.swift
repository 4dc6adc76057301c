import Model

/// Running tasks of each service against the desired ones, at the moments at which somebody looked.
struct ServiceLanes {
    let figure: ServiceFigure
    private let axis: TimeAxis
    private static let drawn = 24

    init(_ figure: ServiceFigure) {
        self.figure = figure
        let times = figure.services.flatMap(\.samples).map(\.at)
        let start = times.min() ?? Instant(milliseconds: 0)
        let end = times.max() ?? start
        // Bars keep clear of the edges, which are full minutes.
        let margin = max(60_000, end.since(start) / 16)
        func minute(_ milliseconds: Int64) -> Instant { Instant(milliseconds: milliseconds / 60_000 * 60_000) }
        axis = TimeAxis(
            minute(start.milliseconds - margin), minute(end.milliseconds + margin + 59_999))
    }

    private static let title = "ECS services: running of desired tasks"

    private func isQuiet(_ sample: ServiceFigure.Sample) -> Bool {
        sample.running == sample.desired && sample.pending == 0 && sample.deployments == 1
    }

    var view: ChartView {
        let pitch = 84
        let svg = Drawing.image(
            title: Self.title, sentence: sentence, height: figure.services.count * pitch + 40
        ) { drawing in
            for (index, service) in figure.services.enumerated() { draw(service, y: index * pitch, in: &drawing) }
            axis.draw(in: &drawing, y: figure.services.count * pitch)
        }
        return ChartView(
            title: Self.title, sentence: sentence,
            key:
                "Outline: desired tasks. Filled: running ones, hatched where they differ. One deployment unless another number is written. Between two looks nothing is known.",
            svg: svg, tables: [table])
    }

    private func draw(_ service: ServiceFigure.Service, y: Int, in drawing: inout Drawing) {
        let most = Double(max(1, service.samples.flatMap { [$0.desired, $0.running] }.max() ?? 1))
        let (base, height) = (y + 62, 36.0)
        drawing.text(shortened(service.name, to: 30), y: y + 14, isNote: true)
        drawing.rule(y: base, name: "axis")
        for sample in service.samples.suffix(Self.drawn) {
            let share = axis.share(sample.at)
            let desired = Int((Double(max(0, sample.desired)) / most * height).rounded())
            let running = Int((Double(max(0, sample.running)) / most * height).rounded())
            let isRight = sample.running == sample.desired
            drawing.symbol(
                isRight ? "solid" : "edge", "M-7 0v\(-running)h14v\(running)z", x: share, y: base,
                fill: (isRight ? Drawing.Fill.solid : .hatch).paint, stroke: "#4a4f57")
            drawing.symbol(
                "edge", "M-7 0v\(-desired)h14v\(desired)z", x: share, y: base, fill: "none", stroke: "#4a4f57")
        }
        label(service, base: base, in: &drawing)
    }

    /// As many samples as have room carry their numbers, those with trouble first, then the latest.
    private func label(_ service: ServiceFigure.Service, base: Int, in drawing: inout Drawing) {
        let samples = service.samples.suffix(Self.drawn)
        var (numbers, deployments): ([Double], [Double]) = ([], [])
        for sample in samples.filter({ !isQuiet($0) }) + samples.reversed().filter(isQuiet) {
            let share = axis.share(sample.at)
            if numbers.allSatisfy({ abs($0 - share) > 0.19 }) {
                numbers.append(share)
                drawing.text(
                    "\(sample.running) of \(sample.desired)", x: share, y: base + 15, anchor: anchor(share),
                    shift: share < 0.2 ? -7 : share > 0.8 ? 7 : 0)
            }
            if sample.deployments != 1, deployments.allSatisfy({ abs($0 - share) > 0.4 }) {
                deployments.append(share)
                drawing.text(
                    "\(sample.deployments) deployments", x: share, y: base - 40, anchor: anchor(share), isNote: true)
            }
        }
    }

    private func anchor(_ share: Double) -> Drawing.Anchor { share < 0.2 ? .start : share > 0.8 ? .end : .middle }

    var sentence: String {
        let samples = figure.services.flatMap(\.samples)
        let looks = figure.services.map(\.sampleCount).max() ?? 0
        let times = samples.map(\.at)
        let span =
            times.min().flatMap { first in
                times.max().map { spelledDuration(milliseconds: $0.since(first)) }
            } ?? ""
        let when = looks == 1 ? "at the only look" : "at \(looks) looks over \(span)"
        let unquiet = figure.services.filter { !$0.samples.allSatisfy(isQuiet) }.map(\.name)
        guard !samples.isEmpty else { return "Nobody looked at a service." }
        return unquiet.isEmpty
            ? "Every service ran all its desired tasks on one deployment \(when)."
            : "Not every service was steady \(when): \(unquiet.prefix(5).joined(separator: ", "))\(unquiet.count > 5 ? " and \(unquiet.count - 5) more" : "")."
    }

    private var table: ChartTable {
        let all = figure.services.flatMap { service in service.samples.map { (service, $0) } }
        let total = figure.services.reduce(0) { $0 + $1.sampleCount }
        let rows = all.suffix(100).map { service, sample in
            ChartRow(
                service.name, spelledTime(sample.at), "\(sample.running)", "\(sample.desired)", "\(sample.pending)",
                "\(sample.deployments)")
        }
        let events = figure.services.compactMap { service in
            service.disturbedAt.map {
                ChartRow(service.name, spelledTime($0), "last event of an unsteady state", "", "", "")
            }
        }
        return ChartTable(
            caption: "Services at each look",
            columns: ["Service", "At", "Running", "Desired", "Pending", "Deployments"], rows: rows + events,
            omission: rows.count < total ? "Shown \(rows.count) of \(total) looks." : "")
    }
}
