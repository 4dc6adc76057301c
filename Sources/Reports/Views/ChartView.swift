import Model
import Templates

/// A chart with its sentence and the table of its data.
struct ChartView: TemplateContext {
    let title: String
    /// The chart in one sentence.
    let sentence: String
    /// What its shapes mean, where that is not written beside them.
    var key = ""
    let svg: SafeHTML
    let tables: [ChartTable]

    static let fields: [TemplateField<ChartView>] = [
        .text("chartTitle") { $0.title },
        .text("chartSummary") { $0.sentence },
        .text("chartKey") { $0.key },
        .html("svg") { $0.svg },
        .list("tables") { $0.tables.filter { !$0.rows.isEmpty } },
    ]

    /// All of a check, in the order in which it gave them.
    static func all(of check: CheckAssessment) -> [ChartView] {
        check.charts.map { MetricPlot($0).view }
            + check.figures.compactMap { figure in
                switch figure {
                case .plan(let plan): PlanBars(plan).view
                case .tests(let tests): SuiteBars(tests, check: check.id).view
                case .advisories(let advisories): SeverityBars(advisories, waivers: check.waivers).view
                case .services(let services): ServiceLanes(services).view
                case .limits(let limits): LimitBars(limits, check: check.id).view
                case .rota(let rota): RotaLanes(rota).view
                }
            }
    }
}

/// Data of a chart as text.
struct ChartTable: TemplateContext {
    let caption: String
    let columns: [String]
    let rows: [ChartRow]
    /// Says what is not in it.
    var omission = ""

    static let fields: [TemplateField<ChartTable>] = [
        .text("tableCaption") { $0.caption },
        .list("columns") { $0.columns.map { ChartCell(text: $0) } },
        .list("rows") { $0.rows },
        .text("tableOmission") { $0.omission },
    ]
}

/// A row of such a table.
struct ChartRow: TemplateContext {
    let head: String
    let cells: [String]

    init(_ head: String, _ cells: String...) { (self.head, self.cells) = (head, cells) }

    init(_ head: String, cells: [String]) { (self.head, self.cells) = (head, cells) }

    static let fields: [TemplateField<ChartRow>] = [
        .text("rowHead") { $0.head },
        .list("cells") { $0.cells.map { ChartCell(text: $0) } },
    ]
}

/// A cell of such a table.
struct ChartCell: TemplateContext {
    let text: String

    static let fields: [TemplateField<ChartCell>] = [.text("cell") { $0.text }]
}
