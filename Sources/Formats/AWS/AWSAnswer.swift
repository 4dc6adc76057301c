internal import Model
internal import Streams

/// The answer of one AWS CLI command: an object of lists, as `--output json` prints it whole.
enum AWSAnswer {
    /// Keys under which a service says that there are other pages.
    private static let tokens: Set<String> = ["NextToken", "nextToken", "Marker", "NextMarker"]

    /// An object with `list`; or what is left of its rows after `--query`, which the reader refuses by name.
    static func recognise(_ json: JSONShape?, as id: String, list: String, row marks: [String]) -> Recognition? {
        guard let json else { return nil }
        if let found = json[list], found.isArray, found.first?.isObject ?? true {
            return Recognition(dialect: id, because: "it has `\(list)`")
        }
        guard let row = json.isArray ? json.first : json, marks.allSatisfy({ row.has($0) }) else { return nil }
        return Recognition(dialect: "\(id)/query", because: "rows with `\(marks.joined(separator: "`, `"))`")
    }

    /// Hands on each element of `lists`, of which the first must be there, and every other member as a whole.
    static func read(
        _ source: ByteSource, as dialect: String, of command: String, lists: [String], emit: (Fact) throws -> Void,
        member: (String, JSONNode) throws -> Void = { _, _ in }, row: (String, AWSRow) throws -> Void
    ) throws {
        guard !dialect.hasSuffix("/query") else {
            throw StreamProblem(
                id: "aws.query", message: "`--query` has cut parts off this answer of `\(command)`",
                advice: "Run `\(command)` without `--query`, with `--output json`.", line: 1)
        }
        let json = JSONReader(source)
        var seen: Set<String> = []
        try json.object { key in
            let name = key.string
            let line = json.line
            if lists.contains(name) {
                seen.insert(name)
                try json.array { _ in
                    let line = json.line
                    try row(name, AWSRow(try json.value(), command: command, line: line))
                }
            } else if tokens.contains(name) {
                guard let token = try json.optionalString(), !token.isEmpty else { return }
                try emit(.gap(EvidenceGap(reason: "the answer has a \(name): there are other pages", line: line)))
            } else {
                try member(name, try json.value())
            }
        }
        try json.end()
        for list in lists.prefix(1) where !seen.contains(list) { throw AWSRow.missing(list, of: command, 1) }
    }
}

/// One object of an AWS answer, and the words for what is wrong with it.
struct AWSRow {
    let node: JSONNode
    let command: String
    let line: Int

    init(_ node: JSONNode, command: String, line: Int) {
        self.node = node
        self.command = command
        self.line = line
    }

    func string(_ key: String) throws -> String {
        guard let text = node[key]?.string, !text.isEmpty else { throw Self.missing(key, of: command, line) }
        return text
    }

    func int(_ key: String) throws -> Int {
        guard let number = node[key]?.number.flatMap({ Int($0) }) else { throw Self.missing(key, of: command, line) }
        return number
    }

    /// ISO 8601 with an offset (version 2 of the CLI), or seconds since the epoch (version 1).
    func time(_ key: String) throws -> Instant? {
        let time: Instant?
        switch node[key] {
        case nil, .null: return nil
        case .string(let text): time = Instant(rfc3339: text)
        case .number(let text):
            let bytes = Array(text.utf8)
            time = bytes.withUnsafeBufferPointer { DecimalText(Bytes($0))?.milliseconds }.map(Instant.init)
        default: time = nil
        }
        guard let time else {
            throw StreamProblem(
                id: "aws.time", message: "`\(key)` is no time with an offset", advice: "Run `\(command)` again.",
                line: line)
        }
        return time
    }

    /// The objects of a list inside; none where the list is absent.
    func rows(_ key: String) -> [AWSRow] {
        (node[key]?.elements ?? []).map { AWSRow($0, command: command, line: line) }
    }

    static func missing(_ key: String, of command: String, _ line: Int) -> StreamProblem {
        StreamProblem(
            id: "aws.missing-field", message: "there is no `\(key)`, which `\(command)` always gives",
            advice: "Keep the whole output of `\(command)`.", line: line)
    }
}
