internal import Model
internal import Streams

/// LCOV's tracefile, `lcov.info`; counted from its `DA` lines.
struct LCOV: EvidenceFormat {
    let id = "lcov"
    let title = "LCOV tracefile"
    let producedBy = [
        "lcov --capture --output-file lcov.info", "llvm-cov export -format=lcov", "nyc --reporter=lcovonly",
    ]
    let facts: [FactKind] = [.coverage]

    /// What else a tracefile holds (geninfo(1)).
    private static let others: [StaticString] = [
        "TN:", "VER:", "FN:", "FNDA:", "FNF:", "FNH:", "FNL:", "FNA:", "BRDA:", "BRF:", "BRH:", "MCDC:", "MCF:", "MCH:",
        "#",
    ]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        let lines = preamble.lines(200)
        guard let first = lines.first(where: { !$0.isEmpty }),
            first.utf8.starts(with: "TN:".utf8) || first.utf8.starts(with: "SF:".utf8),
            lines.contains(where: { $0.utf8.starts(with: "SF:".utf8) })
        else { return nil }
        return Recognition(dialect: id, because: "it begins with `\(first.prefix(3))` and names a source file by `SF:`")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        var lines = CoverageLines()
        var file: UInt64?
        var declared = (covered: 0, valid: 0)
        var last = 0
        try LineReader(source, stripping: false).read { line in
            let bytes = line.bytes.trimmed
            last = line.number
            func refuse(_ message: String) -> StreamProblem {
                StreamProblem(
                    id: "lcov.unknown-line", message: message, advice: "Collect the tracefile again from its tool.",
                    line: line.number)
            }
            if bytes.isEmpty || Self.others.contains(where: bytes.hasPrefix) { return }
            if bytes.hasPrefix("SF:") {
                guard file == nil else { throw refuse("a source file begins before the last one ended") }
                return file = bytes.suffix(from: 3).hash
            }
            guard let open = file else { throw refuse("a line that belongs to no source file") }
            if bytes == "end_of_record" { return file = nil }
            let value = bytes.suffix(from: 3)
            if bytes.hasPrefix("DA:") {
                guard let comma = value.firstIndex(of: UInt8(ascii: ",")) else { throw refuse("`DA` without a count") }
                let rest = value.suffix(from: comma + 1)
                let hits = rest.prefix(rest.firstIndex(of: UInt8(ascii: ",")) ?? rest.count)
                return try lines.take(file: open, number: value.prefix(comma), hits: hits, at: line.number)
            }
            guard bytes.hasPrefix("LF:") || bytes.hasPrefix("LH:"), let count = value.int, count >= 0 else {
                throw refuse("a line that no tracefile has")
            }
            if bytes.hasPrefix("LF:") {
                declared.valid = declared.valid.addingReportingOverflow(count).partialValue
            } else {
                declared.covered = declared.covered.addingReportingOverflow(count).partialValue
            }
        }
        guard file == nil else {
            throw StreamProblem(
                id: "lcov.cut-off", message: "the last source file has no `end_of_record`",
                advice: "The file is cut off: collect it again.", line: last)
        }
        var coverage = lines.coverage(line: 1)
        if declared.valid > 0 {
            (coverage.declaredCovered, coverage.declaredValid) = (declared.covered, declared.valid)
        }
        try emit(.coverage(coverage))
        return Reading()
    }
}
