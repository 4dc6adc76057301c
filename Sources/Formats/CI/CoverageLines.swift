internal import Model
internal import Streams

/// The lines of a coverage report, each counted once however many classes or tests repeat it; covered if any of them hit it.
struct CoverageLines {
    /// A report with more lines than this is of no repository that we know.
    private static let most = 20_000_000

    private var hit: [UInt64: Bool] = [:]

    /// Takes one line of the file of that hash; `hits` is a whole number, or one followed by zeros (`3.0`).
    mutating func take(file: UInt64, number: Bytes, hits: Bytes, at line: Int) throws {
        guard let number = number.trimmed.int, number >= 0, let isHit = Self.isHit(hits.trimmed) else {
            throw StreamProblem(
                id: "coverage.bad-count", message: "a line has no number or no count of hits that could be read",
                advice: "A count cannot be guessed: collect the report again.", line: line)
        }
        guard hit.count < Self.most else {
            throw StreamProblem(
                id: "limit.coverage-lines", message: "the report lists more than \(Self.most) lines",
                advice: "Split the report.", line: line)
        }
        let key = file.mixed(with: UInt64(number))
        hit[key] = hit[key] ?? false || isHit
    }

    var isEmpty: Bool { hit.isEmpty }

    /// Takes all lines of `other`.
    mutating func add(_ other: CoverageLines) { hit.merge(other.hit) { $0 || $1 } }

    func coverage(line: Int) -> Coverage {
        Coverage(covered: hit.values.count { $0 }, valid: hit.count, line: line)
    }

    private static func isHit(_ text: Bytes) -> Bool? {
        guard let value = DecimalText(text), value.mantissa >= 0 else { return nil }
        return value.mantissa > 0
    }
}
