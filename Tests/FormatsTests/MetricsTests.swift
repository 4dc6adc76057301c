import Model
import Streams
import Testing

@testable import Formats

struct MetricsTests {
    private func samples(_ text: String, _ format: any EvidenceFormat = GrafanaCSV()) throws -> [MetricSample] {
        try Ops.facts(format, text).compactMap { if case .sample(let sample) = $0 { sample } else { nil } }
    }

    @Test(
        "a cell is a number with its unit",
        arguments: [
            ("517 ms", "517", Unit.milliseconds), ("1.54 s", "1.54", .seconds), ("0.012%", "0.012", .percent),
            ("1.50 K", "1500", .count), ("2 KiB", "2048", .bytes), ("-0.5", "-0.5", nil), ("9.3e-05", "0.000093", nil),
            ("0.00019999999999999996", "0.00019999999999999996", nil), ("421,100,000.000", "421100000", nil),
            ("1,721,992.283", "1721992.283", nil), ("'-2.00", "-2", nil), ("42,11 %", "42.11", .percent),
            ("2.1 mins", "2.1", .minutes), ("1e3", "1000", nil),
        ] as [(String, String, Unit?)])
    func cell(text: String, value: String, unit: Unit?) throws {
        let sample = try #require(try samples("Time;a\n1795276680000;\(text)\n").first)
        #expect(sample.value.description == value)
        #expect(sample.unit == unit)
        #expect(sample.time == 1_795_276_680_000)
        #expect(!sample.isMissing && sample.line == 2)
    }

    @Test("a gap is a sample without a value", arguments: ["", "null", "NaN", "undefined", "Infinity"])
    func missing(text: String) throws {
        #expect(try samples("Time;a\n1795276680000;\(text)\n").map(\.isMissing) == [true])
    }

    @Test(
        "what cannot be read for sure is refused",
        arguments: [
            ("Time,a\n1795276680000,0.63 V\n", "metrics.unknown-unit"),
            ("Time;a\n1795276680000;1,234\n", "metrics.ambiguous-number"),
            ("Time;a\n1795276680000;1.5\n1795276680000;1,25\n", "metrics.mixed-decimals"),
            ("Time;a\n1795276680000;1,25\n1795276680000;1.5\n", "metrics.mixed-decimals"),
            ("Time,a\n1795276680000,1234567890123456789\n", "metrics.not-a-number"),
            ("Time,a\n1795276680000,x\n", "metrics.not-a-number"), ("Time,a\n1795276680,1\n", "metrics.time"),
            ("Time,a\n2026-11-21 15:58:00,1\n", "metrics.no-time-zone"),
            ("Time,a\n2026-02-30T00:00:00Z,1\n", "metrics.time"),
            ("Time,a\n1795276680000,1\nTime,a\n", "metrics.time"),
            ("Time,a\n1795276680000,1\n\nfoo,b\n", "metrics.unexpected-row"),
            ("Time,a,b\n1795276680000,1\n", "metrics.row-width"), ("Time,a\n1795276680000,1", "metrics.truncated"),
            ("", "metrics.no-header"), ("Time,a\n1795276680000,9223372036854 TiB\n", "metrics.out-of-range"),
        ])
    func refused(text: String, id: String) {
        let found = #expect(throws: StreamProblem.self) { try samples(text) }
        #expect(found?.id == id)
        #expect(found?.line != nil)
    }

    @Test func `a row that is cut anywhere is refused`() throws {
        let text = "\"Time\",\"a\",\"b\"\r\n1795276680000,0.5,1\r\n1795276740000,,0.25\r\n"
        #expect(try samples(text).count == 4)
        let bytes = Array(text.utf8)
        for end in bytes.indices.dropFirst() where bytes[end - 1] != 10 && bytes[end - 1] != 13 {
            #expect(throws: StreamProblem.self) { try Ops.facts(GrafanaCSV(), Array(bytes[..<end])) }
        }
    }

    @Test func `frames one after another, and series as rows`() throws {
        let frames = try Ops.facts(GrafanaCSV(), "Time,a\n1795276680000,1\n\nTime,b\n1795276680000,2\n\n")
        #expect(frames.map(\.kind) == [.series, .sample, .series, .sample])
        let rows = try samples(
            "Series;Time;Value\nx;2026-11-21T16:58:00+01:00;1\ny;2026-11-21T15:58:00Z;null\nx;2026-11-21T15:58:00.250Z;3\n"
        )
        #expect(rows.map(\.series) == [0, 1, 0])
        #expect(rows.map(\.time) == [1_795_276_680_000, 1_795_276_680_000, 1_795_276_680_250])
    }

    @Test func `a Prometheus matrix keeps exact values, and no number is a gap`() throws {
        let text =
            #"{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"up","job":"a"},"values":[[1795276680.5,"0.10000000000000001"],[1795276740,"NaN"]]}]},"warnings":["partial"]}"#
        let facts = try Ops.facts(PrometheusRange(), text)
        #expect(facts.map(\.kind) == [.series, .sample, .sample, .gap])
        guard case .series(let series) = facts[0], case .sample(let first) = facts[1],
            case .sample(let second) = facts[2]
        else { throw CancellationError() }
        #expect(series.name == "up{job=\"a\"}")
        #expect(first.value.description == "0.10000000000000001")
        #expect(first.time == 1_795_276_680_500)
        #expect(second.isMissing)
    }

    @Test(
        "an answer that is no range is refused",
        arguments: [
            (#"{"status":"error","errorType":"bad_data","error":"parse error"}"#, "prometheus.error"),
            (#"{"status":"success","data":{"resultType":"vector","result":[]}}"#, "prometheus.not-a-range"),
            (#"{"status":"success","data":{"result":[{"metric":{},"value":[1,"2"]}]}}"#, "prometheus.not-a-range"),
            (#"{"data":{"resultType":"matrix","result":[]}}"#, "prometheus.error"),
            (
                #"{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1,"x"]]}]}}"#,
                "prometheus.sample"
            ),
        ])
    func refusedAnswer(text: String, id: String) {
        let found = #expect(throws: StreamProblem.self) { try Ops.facts(PrometheusRange(), text) }
        #expect(found?.id == id)
    }

    @Test func `CloudWatch points come in the order of time, and a part of the data is a gap`() throws {
        let text = #"""
            {"MetricDataResults":[{"Id":"m1","Label":"CPU","Timestamps":["2026-11-22T10:05:00+00:00","2026-11-22T10:00:00+00:00"],
            "Values":[2.5,1],"StatusCode":"PartialData"},{"Id":"m2","Timestamps":[1795380201.5],"Values":[0],"StatusCode":"Complete"}],"NextToken":"x"}
            """#
        let facts = try Ops.facts(CloudWatchData(), text)
        #expect(facts.map(\.kind) == [.gap, .series, .sample, .sample, .series, .sample, .gap])
        let points = try samples(text, CloudWatchData())
        #expect(points.map(\.value.description) == ["1", "2.5", "0"])
        #expect(points[2].time == 1_795_380_201_500)
        #expect(points[1].time - points[0].time == 300_000)
    }

    @Test(
        "a CloudWatch answer that failed or does not fit together is refused",
        arguments: [
            #"{"MetricDataResults":[{"Id":"m","Timestamps":[],"Values":[],"StatusCode":"InternalError"}]}"#,
            #"{"MetricDataResults":[{"Id":"m","Timestamps":[],"Values":[]}]}"#,
            #"{"MetricDataResults":[{"Id":"m","Timestamps":[1795380201],"Values":[],"StatusCode":"Complete"}]}"#,
            #"{"MetricDataResults":[{"Id":"m","Timestamps":["yesterday"],"Values":[1],"StatusCode":"Complete"}]}"#,
        ])
    func refusedCloudWatch(text: String) {
        let found = #expect(throws: StreamProblem.self) { try Ops.facts(CloudWatchData(), text) }
        #expect(found?.id == "cloudwatch.result")
    }
}
