package import Model

/// Records of a document that no reader knows are what they should be: the one escape hatch.
package struct RecordsMatch: Rule {
    package static let kind = "records-match"
    package static let summary =
        "Records of any JSON, CSV or XML file: those that meet `where` all meet `expect`, and there are enough of them."
    package static let parameters = [
        Parameter(
            "rows", .text,
            "where the records stand: in JSON a pointer with * for every member (/items/*), in XML an XPath 1.0 expression (//check); every row of a table, every element of a JSON list unless given"
        ),
        Parameter(
            "where", .conditions,
            "which records count, e.g. [kind = smoke, \"attempt >= 2\"], or {kind: smoke}; checked in this order, the first that does not hold leaves the record out"
        ),
        Parameter(
            "expect", .conditions, required: true,
            "what each of them must meet: a field (name, JSON pointer, @attribute, `.`), one of = != < <= > >=, and a text, number, quantity (< 300ms) or time"
        ),
        Parameter("minimum", .number, loosenedBy: .less, "how many there must be at least; 1 unless given"),
    ]
    package static let example =
        "records-match: {files: pre.ci/licences.json, rows: /packages/*, where: [scope = production], expect: [approved = true], minimum: 10}"
    package static let reads: Set<FactKind> = [.record]

    private let rows: String?
    private let filter: [RecordCondition]
    private let demands: [RecordCondition]
    private let minimum: Int

    package init(_ reader: inout MappingReader) {
        rows = reader.string("rows")
        filter = RecordConditions.read("where", &reader)
        let place = reader.place(of: "expect")
        let hasExpect = reader.required("expect") != nil
        demands = RecordConditions.read("expect", &reader)
        if hasExpect, demands.isEmpty, reader.problems.isEmpty {
            reader.report("wrong-value", "'expect' demands nothing", at: place, "Write what each record must meet.")
        }
        minimum = reader.int("minimum") ?? 1
        if minimum < 1 {
            reader.report(
                "wrong-value", "'minimum' must be 1 or more", at: reader.place(of: "minimum"),
                "No record at all proves nothing.")
        }
    }

    package var recordSelection: RecordSelection? {
        var fields: [String] = []
        for condition in filter + demands where !fields.contains(condition.field) { fields.append(condition.field) }
        return RecordSelection(rows: rows, fields: fields)
    }

    /// Counts of records, and the first of those that are not as they should be.
    package struct Matches: Tally {
        fileprivate let filter: [RecordCondition]
        fileprivate let demands: [RecordCondition]
        /// Every file with the number of its records.
        fileprivate var files: [(path: String, rows: Int)]
        fileprivate var selected = 0
        fileprivate var objections: [Finding] = []
        fileprivate var more: [Verdict: Int] = [:]

        package mutating func take(_ fact: Fact) {
            guard case .record(let record) = fact else { return }
            files[files.count - 1].rows += 1
            for condition in filter {
                switch condition.outcome(of: record) {
                case .holds: continue
                case .fails: return
                case .undecided(let reason):
                    return object(
                        .unknown, "whether it counts is not known: \(reason)", condition, record)
                }
            }
            selected += 1
            for condition in demands {
                switch condition.outcome(of: record) {
                case .holds: continue
                case .fails:
                    object(
                        .fail, "'\(condition.field)' is \(RecordCondition.shown(record.fields[condition.field]))",
                        condition, record)
                case .undecided(let reason): object(.unknown, reason, condition, record)
                }
            }
        }

        private mutating func object(_ verdict: Verdict, _ what: String, _ condition: RecordCondition, _ record: Record)
        {
            add(
                Finding(
                    verdict, "\(record.pointer.map { "record \($0)" } ?? "the record"): \(what)",
                    observed: RecordCondition.shown(record.fields[condition.field]),
                    limit: "\(condition.field) \(condition.limit)",
                    at: Place(files[files.count - 1].path, line: record.line, pointer: record.pointer)))
        }

        private mutating func add(_ finding: Finding) {
            if objections.filter({ $0.verdict == finding.verdict }).count < 10 {
                objections.append(finding)
            } else {
                more[finding.verdict, default: 0] += 1
            }
        }

        package mutating func merge(_ later: Matches) {
            files += later.files
            selected += later.selected
            more.merge(later.more, uniquingKeysWith: +)
            for finding in later.objections { add(finding) }
        }
    }

    package func tally(path: String) -> Matches {
        Matches(filter: filter, demands: demands, files: [(path, 0)])
    }

    package func findings(_ tally: Matches, in context: CheckContext) -> [Finding] {
        let wanted = "at least \(counted(minimum, "record"))"
        var findings = tally.objections
        for (verdict, count) in tally.more.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            findings.append(
                Finding(verdict, "\(counted(count, "record")) more like these", observed: "\(count)", limit: "0 more"))
        }
        for file in tally.files where file.rows == 0 {
            findings.append(
                Finding(
                    .unknown, "no record stands there\(rows.map { " (\($0))" } ?? "")", observed: "0 records",
                    limit: wanted, at: Place(file.path)))
        }
        let all = tally.files.reduce(0) { $0 + $1.rows }
        let counting = "\(tally.selected) of \(counted(all, "record")) count"
        let place = Place(tally.files[0].path)
        if all > 0, tally.selected < minimum {
            findings.append(
                Finding(.unknown, counting, observed: "\(tally.selected)", limit: wanted, at: place))
        }
        guard findings.isEmpty else { return findings }
        let demanded = demands.map { "\($0.field) \($0.limit)" }.joined(separator: ", ")
        return [
            Finding(
                .pass, "\(counting), and all meet \(demanded)", observed: "\(tally.selected)", limit: wanted, at: place)
        ]
    }
}
