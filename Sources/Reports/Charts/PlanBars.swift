import Model

/// What a terraform plan would do: one bar an action, destructions first.
struct PlanBars {
    let plan: PlanFigure
    private static let listed = 50

    init(_ plan: PlanFigure) { self.plan = plan }

    private static let actions:
        [(action: PlannedChange.Action, word: String, meaning: String, fill: Drawing.Fill, always: Bool)] = [
            (.delete, "destroy", "", .hatch, true),
            (.replace, "replace", ": destroy, then create again", .cross, true),
            (.update, "update", " in place", .dots, true), (.create, "create", "", .solid, true),
            (.forget, "forget", ": no longer manage", .empty, false), (.import, "import", "", .empty, false),
            (.move, "move", " in the state", .empty, false),
        ]

    private func count(_ action: PlannedChange.Action) -> Int { max(0, plan.counts[action, default: 0]) }

    var view: ChartView {
        let rows = Self.actions.filter { $0.always || count($0.action) > 0 }
        let most = max(1, rows.map { count($0.action) }.max() ?? 1)
        let svg = Drawing.image(title: "Changes of the plan", sentence: sentence, height: rows.count * 40 + 2) {
            drawing in
            for (index, row) in rows.enumerated() {
                let (y, count) = (index * 40, count(row.action))
                // The number stands at the bar's end, so the longest bar leaves room for it.
                let end = count == 0 ? 0 : max(0.01, 0.82 * Double(count) / Double(most))
                drawing.text(row.word + row.meaning, y: y + 12)
                if count > 0 { drawing.bar(row.fill, from: 0, to: end, y: y + 18, height: 14) }
                drawing.tick(x: 0, from: y + 17, to: y + 33)
                drawing.text(count == 0 ? "0, none" : spelledCount(count), x: end, y: y + 30, shift: 6, isNote: true)
            }
        }
        return ChartView(title: "Changes of the plan", sentence: sentence, svg: svg, tables: [table])
    }

    var sentence: String {
        let (destroyed, replaced) = (count(.delete), count(.replace))
        let losses =
            switch (destroyed, replaced) {
            case (0, 0): "No resource is destroyed, none is replaced"
            case (0, _):
                "No resource is destroyed for good; \(spelledCount(replaced)) \(replaced == 1 ? "is" : "are") replaced, that is destroyed and created again"
            case (_, 0): "\(resources(destroyed)) destroyed; none is replaced"
            case (_, _): "\(resources(destroyed)) destroyed; \(spelledCount(replaced)) replaced"
            }
        return "\(losses); \(spelledCount(count(.update))) changed in place, \(spelledCount(count(.create))) created."
    }

    private func resources(_ count: Int) -> String {
        count == 1 ? "1 resource is" : "\(spelledCount(count)) resources are"
    }

    private var table: ChartTable {
        let order = Dictionary(uniqueKeysWithValues: Self.actions.enumerated().map { ($1.action, ($0, $1.word)) })
        let known = plan.resources.enumerated().filter { order[$1.action] != nil }
        let sorted = known.sorted {
            (order[$0.element.action]?.0 ?? 9, $0.offset) < (order[$1.element.action]?.0 ?? 9, $1.offset)
        }
        let shown = sorted.prefix(Self.listed).map(\.element)
        let total = Self.actions.reduce(0) { $0 + count($1.action) }
        return ChartTable(
            caption: "Resources, destructions first", columns: ["Action", "Resource", "Line"],
            rows: shown.map { ChartRow(order[$0.action]?.1 ?? "", $0.address, "\($0.line)") },
            omission: shown.count < total
                ? "Shown \(shown.count) of \(spelledCount(total)) resources; all stand in \(plan.path)." : "")
    }
}
