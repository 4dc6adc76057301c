package import Model

/// Enough lines are covered by tests.
package struct CoverageAtLeast: Rule {
    package static let kind = "coverage-at-least"
    package static let summary =
        "In every coverage report enough lines are covered, counted from its lines; its own sums must say so too."
    package static let parameters = [
        Parameter("lines", .limit, required: true, "share of lines that must be covered: `>= 80%`")
    ]
    package static let example = #"coverage-at-least: {files: pre.ci/coverage/**, lines: ">= 80%", about: [commit]}"#
    package static let reads: Set<FactKind> = [.coverage]

    private let lines: Limit?

    package init(_ reader: inout MappingReader) {
        _ = reader.required("lines")
        lines = reader.limit("lines")
        if let lines, lines.quantity.unit.dimension != .ratio || ![.atLeast, .greater].contains(lines.comparison) {
            reader.report(
                "wrong-value", "'lines' is a least share", at: reader.place(of: "lines"), "Write `>= 80%`.")
        }
    }

    /// The reports, a fact or two a file.
    package struct Reports: Tally {
        fileprivate let path: String
        fileprivate var found = Kept<(coverage: Coverage, place: Place)>(most: 10_000)
        package var isCut: Bool { found.isCut }

        package mutating func take(_ fact: Fact) {
            if case .coverage(let coverage) = fact {
                found.append((coverage, Place(path, line: coverage.line)))
            }
        }

        package mutating func merge(_ later: Reports) { found.merge(later.found) }
    }

    package func tally(path: String) -> Reports { Reports(path: path) }

    package func findings(_ tally: Reports, in context: CheckContext) -> [Finding] {
        guard let lines, !tally.found.all.isEmpty else {
            return [
                Finding(
                    .unknown, "no coverage report was found among the files", observed: "no report",
                    limit: lines.map { "\($0)" })
            ]
        }
        return tally.found.all.map { finding($0.coverage, lines, at: $0.place) }
    }

    private func finding(_ coverage: Coverage, _ limit: Limit, at place: Place) -> Finding {
        let (covered, valid) = (coverage.covered, coverage.valid)
        guard valid > 0 else {
            return Finding(.unknown, "the report lists no line", observed: "0 lines", limit: "\(limit)", at: place)
        }
        let holds = limit.holds(for: covered, of: valid)
        let observed = "\(percent(covered, of: valid)) (\(covered) of \(valid))"
        if let sum = coverage.declaredCovered, let whole = coverage.declaredValid,
            whole <= 0 || sum > whole || limit.holds(for: sum, of: whole) != holds
        {
            return Finding(
                .error,
                "the report sums up \(sum) of \(whole) lines as covered, its lines say \(covered) of \(valid)",
                observed: observed, limit: "\(limit)", at: place,
                next: "measure again and keep the report as it was written")
        }
        return Finding(
            holds ? .pass : .fail, "\(percent(covered, of: valid)) of the lines are covered", observed: observed,
            limit: "\(limit)", at: place, next: holds ? nil : "test what is not covered, and measure again")
    }

    /// In tenths of a percent, cut and not rounded up.
    private func percent(_ part: Int, of whole: Int) -> String {
        let tenths = Int(Int128(part) * 1000 / Int128(whole))
        return "\(tenths / 10).\(tenths % 10) %"
    }
}
