internal import Streams

extension StreamProblem {
    /// A tool says that it could not do its work: there is no result to judge.
    static func databaseToolFailed(_ tool: String, _ words: String, _ line: Int) -> StreamProblem {
        StreamProblem(
            id: "database.tool-failed", message: "\(tool) reports an error: \(words)",
            advice: "Repair what it names, run it again and keep its whole output.", line: line)
    }

    /// The text ends, or goes on, where this tool never does.
    static func databaseCutOff(_ message: String, _ line: Int) -> StreamProblem {
        StreamProblem(
            id: "database.truncated", message: message, advice: "Run the command again and keep its whole output.",
            line: line)
    }

    /// Two numbers of the same file contradict each other.
    static func databaseCounts(_ what: String, declared: Int, found: Int, _ line: Int) -> StreamProblem {
        StreamProblem(
            id: "database.counts-differ", message: "it declares \(declared) \(what), but \(found) are there",
            advice: "The file was edited or is cut off: run the command again.", line: line)
    }

    /// A line or a value that is not understood, so that the file cannot be judged.
    static func databaseUnexpected(_ message: String, _ line: Int) -> StreamProblem {
        StreamProblem(
            id: "database.unexpected", message: message,
            advice: "Collect it again with the command that the documentation names.", line: line)
    }
}

extension Preamble {
    /// The first line, as a person sees it, that satisfies `test`; looked for only in text that is no JSON, XML or HTML.
    func firstLine(where test: (Bytes) -> Bool) -> String? {
        guard json == nil, xml == nil, !isHTML, !text.isEmpty else { return nil }
        var found: String?
        // A line that cannot be read here is for other formats to judge.
        try? LineReader(ByteSource(bytes: text)).read { line in
            guard test(line.bytes) else { return }
            found = line.bytes.string
            throw CancellationError()
        }
        return found
    }

    /// Whether one of the words occurs anywhere: a cheap question before lines are looked at.
    func mentions(_ words: StaticString...) -> Bool {
        text.withUnsafeBufferPointer { buffer in
            words.contains { Bytes(buffer).contains($0) }
        }
    }
}
