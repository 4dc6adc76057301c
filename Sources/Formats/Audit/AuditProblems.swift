internal import Model
internal import Streams

extension StreamProblem {
    /// A part that this dialect always has is not there, so that the file cannot be the whole report.
    static func missing(
        _ part: String, in format: String, advice: String = "Run the audit again and keep its whole output."
    )
        -> StreamProblem
    {
        StreamProblem(
            id: "audit.missing-part", message: "this \(format) has no `\(part)`, which every complete one has",
            advice: advice, line: 1)
    }

    /// The tool says that it could not do its work: there is no result to judge.
    static func toolFailed(_ format: String, _ words: String, line: Int) -> StreamProblem {
        StreamProblem(
            id: "audit.tool-failed", message: "\(format) reports an error instead of a result: \(words)",
            advice: "Repair what it names, run the audit again and keep its whole output.", line: line)
    }
}

extension JSONReader {
    /// Reads whole numbers by severity word; other keys (`total`) are passed over.
    func severityCounts() throws -> [Severity: Int] {
        var counts: [Severity: Int] = [:]
        try object { key in
            let severity = Severity(word: key.string)
            if severity != .unknown { counts[severity] = try int() }
        }
        return counts
    }

    /// The elements of an array, or none if the value is `null`.
    func elements(_ element: (Int) throws -> Void) throws {
        if try !null() { try array(element) }
    }
}
