import Model
import Templates

/// A metric's chart with its data table.
struct ChartView: TemplateContext {
    let plot: MetricPlot
    let rows: [ChartRow]

    init(_ chart: MetricChart, number: Int, item: String) {
        plot = MetricPlot(chart, name: Fragment("\(item)-chart-\(number)"))
        rows = ChartRow.all(of: chart)
    }

    static let fields: [TemplateField<ChartView>] = [
        .text("chartTitle") { $0.plot.chart.title },
        .text("chartSummary") { $0.plot.summary },
        .html("svg") { $0.plot.svg },
        .list("rows") { $0.rows },
    ]
}
