import Model

private let errors = "evidence/pre.metrics/5xx.json"
private let latency = "evidence/pre.metrics/p95.csv"
private let cpu = "evidence/pre.metrics/cpu.csv"

/// A CSV's lines after its header, changed; line ends become LF.
private func rows(_ path: String, _ change: @escaping @Sendable ([String]) -> [String]) -> Edit {
    .transform(path) { bytes in
        let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
        return Array((lines.prefix(1) + change(Array(lines.dropFirst()))).map { $0 + "\n" }.joined().utf8)
    }
}

/// The time and the value of each row.
private func points(_ rows: [String]) -> [(time: Int64, value: Substring)] {
    rows.map { row in
        let cells = row.split(separator: ",", omittingEmptySubsequences: false)
        return (Int64(cells[0]) ?? 0, cells[1])
    }
}

extension Defect {
    /// What can be wrong with the day of metrics.
    static let metrics: [Defect] = [
        Defect(
            "one sample of the latency is at the limit",
            rows(latency) { rows in rows.enumerated().map { $0 == 700 ? "\(points(rows)[700].time),300" : $1 } },
            turns: ["pre.metrics": .fail], says: "outside the limit at", "worst 300 ms", "< 300 ms", "p95.csv:702"),
        Defect(
            "the last sample of the errors is at the limit",
            .replaceMatches(errors, #""[0-9.e-]+"\]\]\}\]\}\}"#, with: #""0.001"]]}]}}"#),
            turns: ["pre.metrics": .fail], says: "worst 0.1%", "< 0.1%"),
        Defect(
            "half an hour of the load is missing",
            rows(cpu) { $0.enumerated().filter { !(700..<730).contains($0.offset) }.map(\.element) },
            turns: ["pre.metrics": .unknown], says: "no sample for 31 min", "<= 5 min"),
        Defect(
            "the load is empty for half an hour",
            rows(cpu) { rows in rows.enumerated().map { (700..<730).contains($0) ? "\(points(rows)[$0].time)," : $1 } },
            turns: ["pre.metrics": .unknown], says: "no sample for 31 min"),
        Defect(
            "the load falls silent before the end",
            rows(cpu) { rows in rows.enumerated().map { $0 >= rows.count - 30 ? "\(points(rows)[$0].time)," : $1 } },
            turns: ["pre.metrics": .unknown], says: "no sample for 30 min", "at the end of the export", "<= 5 min"),
        Defect(
            "the export ends half an hour before it was made", rows(cpu) { Array($0.dropLast(30)) },
            turns: ["pre.metrics": .unknown], says: "no sample for 30 min", "at the end of the export", "<= 5 min"),
        Defect(
            "less than a day is covered", rows(latency) { Array($0.dropFirst(100)) }, turns: ["pre.metrics": .unknown],
            says: "covers only 22 h", ">= 1 d"),
        Defect(
            "the load is yesterday's",
            rows(cpu) { rows in points(rows).map { "\($0.time - 86_400_000),\($0.value)" } },
            turns: ["pre.metrics": .unknown], says: "the last sample is 1 d"),
        Defect(
            "the load comes from tomorrow",
            rows(cpu) { rows in points(rows).map { "\($0.time + 86_400_000),\($0.value)" } },
            turns: ["pre.metrics": .unknown], says: "the last sample lies in the future"),
        Defect(
            "the rows are newest first", rows(cpu) { $0.reversed() }, turns: ["pre.metrics": .unknown],
            says: "time stamps go backwards"),
        Defect(
            "the load is that of production", .replace(cpu, #"env=""staging"""#, with: #"env=""production"""#),
            turns: ["pre.metrics": .unknown], says: "no series matches 'cpu'", "production"),
        Defect(
            "only a series with a similar name was exported", .replace(cpu, "cpu utilisation", with: "cpu throttled"),
            turns: ["pre.metrics": .unknown], says: "no series matches 'cpu'; found: ", "cpu throttled"),
        Defect(
            "the word stands in a label alone", .replace(cpu, "cpu utilisation {", with: #"memory {job=""cpu"","#),
            turns: ["pre.metrics": .unknown], says: "no series matches 'cpu'"),
        Defect(
            "the load is a ratio, and nobody says so",
            rows(cpu) { rows in points(rows).map { "\($0.time),0.9" } },
            turns: ["pre.metrics": .unknown], says: "no value is > 1%, so they are hardly in the unit that is stated"),
        Defect(
            "the latency is in seconds, and nobody says so",
            rows(latency) { rows in points(rows).map { "\($0.time),0.77" } },
            turns: ["pre.metrics": .unknown], says: "no value is > 1 ms"),
        Defect(
            "sidecar and rule differ on the unit", .replace("\(latency).meta.yml", "unit: ms", with: "unit: s"),
            turns: ["pre.metrics": .unknown], says: "the sidecar says that the values are in 's', the rule says 'ms'"),
        Defect(
            "the export is of production",
            .replace("\(latency).meta.yml", "environment: staging", with: "environment: production"),
            turns: ["pre.metrics": .unknown], says: "about another environment: production"),
        Defect(
            "the query found nothing",
            .write(errors, #"{"status":"success","data":{"resultType":"matrix","result":[]}}"#),
            turns: ["pre.metrics": .unknown], says: "no series matches '5xx'"),
        Defect(
            "Prometheus answered with an error",
            .write(errors, #"{"status":"error","errorType":"bad_data","error":"parse error"}"#),
            turns: ["pre.metrics": .error], says: "Prometheus answered with an error: parse error"),
        Defect(
            "the last row is cut off", .transform(cpu) { Array($0.dropLast(4)) }, turns: ["pre.metrics": .error],
            says: "the last row has no line end, so it may be cut off"),
        Defect(
            "the times have no zone", written(cpu, separator: " ", suffix: "", shift: 0),
            .replace("\(cpu).meta.yml", "timezone: UTC\n", with: ""), turns: ["pre.metrics": .error],
            says: "the times have no zone, so it is not known when this was"),
    ]
}

/// Times written out, `shift` milliseconds east of UTC.
private func written(_ path: String, separator: String, suffix: String, shift: Int64) -> Edit {
    rows(path) { rows in
        points(rows).map { point in
            let text = "\(Instant(milliseconds: point.time + shift))".dropLast()
            return text.replacing("T", with: separator) + suffix + ",\(point.value)"
        }
    }
}

extension Variation {
    static let metrics: [Variation] = [
        Variation(
            "the load is written by Grafana 6, with a separator line and a byte order mark",
            .transform(cpu) { bytes in
                let text = String(decoding: bytes, as: UTF8.self).replacing("\",\"", with: "\";\"").replacing(
                    ",", with: ";")
                return Array("sep=;\n\(text)".utf8)
            }, .byteOrderMark(cpu)),
        Variation(
            "the times are written out with an offset", written(cpu, separator: "T", suffix: "+02:00", shift: 7_200_000)
        ),
        Variation(
            "the times are local, and the sidecar says which zone that is",
            written(latency, separator: " ", suffix: "", shift: 3_600_000),
            .replace("\(latency).meta.yml", "timezone: UTC", with: #"timezone: "+01:00""#)),
        Variation(
            "the load is of CloudWatch, in no order",
            .transform(cpu) { bytes in
                let rows = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).dropFirst()
                let points = points(rows.map(String.init)).reversed().map { point in
                    #"{"Timestamp":"\#(Instant(milliseconds: point.time))","Maximum":\#(point.value),"Unit":"Percent"}"#
                }
                return Array(#"{"Label":"CPUUtilization","Datapoints":[\#(points.joined(separator: ","))]}"#.utf8)
            }),
        Variation(
            "the latency is of Datadog",
            .transform(latency) { bytes in
                let rows = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).dropFirst()
                let points = points(rows.map(String.init)).map { "[\($0.time).0,\($0.value)]" }.joined(separator: ",")
                return Array(
                    #"{"status":"ok","res_type":"time_series","series":[{"metric":"trace.p95","display_name":"trace.p95","scope":"env:staging","unit":[{"name":"millisecond","short_name":"ms"},null],"pointlist":[\#(points)]}]}"#
                        .utf8)
            }),
        Variation(
            "series of another environment lie beside ours",
            rows(cpu) { rows in points(rows).map { "\($0.time),\($0.value),99" } },
            .replace(cpu, #"env=""staging""}""#, with: #"env=""staging""}","cpu utilisation {env=""production""}""#)),
    ]
}
