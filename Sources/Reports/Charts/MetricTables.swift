import Model

extension MetricPlot {
    private static let listed = 50

    /// Least, median and greatest value of each hour.
    var hourTable: ChartTable {
        let hours = chart.hours
        let length = hours.first.map { spelledDuration(milliseconds: $0.end.since($0.start)) } ?? ""
        // Medians of very dense series are taken from every second, fourth, … sample.
        let isThinned = chart.samples > 400 * max(1, hours.count)
        let unit = chart.unit.isEmpty ? "" : ", \(chart.unit)"
        var day = ""
        let rows = hours.map { hour -> ChartRow in
            let text = spelledTime(hour.start)
            let (date, time) = (String(text.prefix(10)), String(text.dropFirst(11).prefix(5)))
            defer { day = date }
            return ChartRow(
                date == day ? time : "\(date) \(time)", spelledNumber(hour.least),
                hour.median.map(spelledNumber) ?? "", spelledNumber(hour.greatest))
        }
        return ChartTable(
            caption: "Each row is \(length) from the time named, at UTC"
                + (isThinned ? "; medians are of 400 samples a row, evenly taken" : ""),
            columns: ["From", "Least\(unit)", "Median\(unit)", "Greatest\(unit)"], rows: rows)
    }

    /// Every breach and every gap.
    var eventTable: ChartTable {
        func rows(_ spans: [MetricChart.Span], _ what: String) -> [ChartRow] {
            spans.prefix(Self.listed).map {
                let length = $0.end.since($0.start)
                return ChartRow(
                    what, spelledTime($0.start), spelledTime($0.end),
                    length == 0 ? "one sample" : spelledDuration(milliseconds: length))
            }
        }
        let omitted = [("breaches", chart.breachCount, chart.breaches), ("gaps", chart.gapCount, chart.gaps)].compactMap
        { name, count, spans in
            let shown = min(spans.count, Self.listed)
            return shown < count ? "Shown \(shown) of \(spelledCount(count)) \(name)." : nil
        }
        return ChartTable(
            caption: "Breaches and gaps", columns: ["What", "From", "To", "How long"],
            rows: rows(chart.breaches, "breach") + rows(chart.gaps, "gap"), omission: omitted.joined(separator: " "))
    }
}
