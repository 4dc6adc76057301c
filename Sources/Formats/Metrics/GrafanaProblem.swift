internal import Streams

/// What is wrong with a dashboard's CSV.
enum GrafanaProblem {
    static let noHeader = StreamProblem(
        id: "metrics.no-header", message: "the file has no header row", advice: "Download the panel's data again.",
        line: 1)

    static func cutOff(_ line: Int) -> StreamProblem {
        StreamProblem(
            id: "metrics.truncated", message: "the last row has no line end, so it may be cut off",
            advice:
                "Download the panel's data again; Grafana 6 and older write no last line end: query the data source itself.",
            line: line)
    }

    static func width(_ count: Int, of width: Int, _ line: Int) -> StreamProblem {
        StreamProblem(
            id: "metrics.row-width", message: "the row has \(count) cells where the header has \(width)",
            advice: "Download the panel's data again: the file is cut off or was edited.", line: line)
    }

    static func unexpected(_ line: Int) -> StreamProblem {
        StreamProblem(
            id: "metrics.unexpected-row",
            message: "a header that begins with Time, or Series, Time, Value was expected",
            advice: "Download the panel's data again, one panel a file.", line: line)
    }

    static func time(_ line: Int) -> StreamProblem {
        StreamProblem(
            id: "metrics.time", message: "the time of this row cannot be read",
            advice: "Turn \"Formatted data\" off and download the data again.", line: line)
    }

    static func cell(_ failure: MetricCell.Failure, _ cell: Bytes, _ line: Int) -> StreamProblem {
        let text = cell.prefix(40).string
        let (id, message) =
            switch failure {
            case .notANumber: ("metrics.not-a-number", "\"\(text)\" is no number of at most 18 digits")
            case .unknownUnit: ("metrics.unknown-unit", "the unit of \"\(text)\" is not known")
            case .ambiguous:
                ("metrics.ambiguous-number", "\"\(text)\" may have thousands or a fraction after its comma")
            case .mixedMarks: ("metrics.mixed-decimals", "\"\(text)\" is not written as the other numbers of the file")
            case .outOfRange: ("metrics.out-of-range", "\"\(text)\" is too large")
            }
        return StreamProblem(
            id: id, message: message, advice: "Turn \"Formatted data\" off and download the data again.", line: line)
    }
}
