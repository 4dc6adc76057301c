package import Model
package import Streams

/// The statement about a run that `evidencepack record` writes beside an output: an in-toto statement, read strictly.
package struct RunRecord: EvidenceFormat {
    package static let name = "run-record"
    package let id = RunRecord.name
    package let title = "record of a run (in-toto statement)"
    package let producedBy = ["evidencepack record -o FILE -- COMMAND"]
    package let facts: [FactKind] = [.commandRun]

    package init() {}

    package func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let json = preamble.json, json.has("_type"), json.has("predicateType"), json.has("subject") else {
            return nil
        }
        return Recognition(dialect: id, because: "`_type`, `subject` and `predicateType`")
    }

    package func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let run = try run(source)
        try emit(.commandRun(run))
        return Reading(producedAt: run.endedAt, subject: run.subject)
    }

    /// Reads the one run that a file is about.
    package func run(_ source: ByteSource) throws -> CommandRun {
        let json = JSONReader(source)
        let statement = try json.value()
        try json.end()
        try known(["_type", "subject", "predicateType", "predicate"], in: statement)
        guard statement["_type"]?.string == CommandRun.statementType else {
            throw refused("bad-type", "`_type` is not \(CommandRun.statementType)")
        }
        guard let type = statement["predicateType"]?.string, type == CommandRun.predicateType else {
            throw refused(
                "bad-type", "the statement is not about a run: `predicateType` is not \(CommandRun.predicateType)")
        }
        guard let predicate = statement["predicate"] else { throw missing("predicate") }
        var run = try times(of: predicate)
        run.subjects = try subjects(statement["subject"])
        run.commit = try text("commit", of: predicate)
        if let commit = run.commit {
            guard [40, 64].contains(commit.utf8.count), commit.utf8.allSatisfy(isLowercaseHex) else {
                throw refused("bad-commit", "`commit` is no whole commit id")
            }
        }
        run.environment = try text("environment", of: predicate)
        run.by = try text("by", of: predicate)
        guard let folder = try text("workingDirectory", of: predicate) else { throw missing("workingDirectory") }
        guard let host = predicate["host"]?.string else { throw missing("host") }
        (run.workingDirectory, run.host) = (folder, host)
        if let dirty = predicate["dirty"] {
            guard let isDirty = dirty.bool else { throw refused("bad-member", "`dirty` is neither true nor false") }
            run.isDirty = isDirty
        }
        return run
    }

    private func times(of predicate: JSONNode) throws -> CommandRun {
        // A member that this version does not know could take something back.
        try known(
            [
                "argv", "exitStatus", "startedAt", "endedAt", "workingDirectory", "commit", "dirty", "host",
                "environment", "by",
            ], in: predicate)
        guard let words = predicate["argv"]?.elements else { throw missing("argv") }
        let argv = words.compactMap(\.string)
        guard argv.count == words.count, argv.first?.isEmpty == false else {
            throw refused("bad-member", "`argv` is not a list of texts that begins with a command")
        }
        guard let number = predicate["exitStatus"]?.number else { throw missing("exitStatus") }
        guard let status = Int(number), (0...255).contains(status) else {
            throw refused("bad-member", "`exitStatus` \(number.prefix(20)) is not from 0 to 255")
        }
        func time(_ key: String) throws -> Instant {
            guard let text = predicate[key]?.string else { throw missing(key) }
            guard let time = Instant(rfc3339: text) else {
                throw refused("bad-time", "`\(key)` is no time with an offset")
            }
            return time
        }
        let (start, end) = (try time("startedAt"), try time("endedAt"))
        guard start <= end else { throw refused("bad-time", "the run ends (\(end)) before it starts (\(start))") }
        return CommandRun(argv: argv, exitStatus: status, startedAt: start, endedAt: end, line: 1)
    }

    private func subjects(_ list: JSONNode?) throws -> [CommandRun.Subject] {
        guard let rows = list?.elements, !rows.isEmpty else { throw missing("subject") }
        var names: Set<String> = []
        return try rows.map { row in
            guard let name = row["name"]?.string, !name.isEmpty else { throw missing("name", in: "a subject") }
            guard names.insert(name).inserted, !name.utf8.contains(47) else {
                throw refused("bad-subject", "the subject \(name.prefix(80)) is named twice, or is no file name")
            }
            guard let digest = row["digest"]?["sha256"]?.string else { throw missing("digest.sha256", in: "a subject") }
            guard digest.utf8.count == 64, digest.utf8.allSatisfy(isLowercaseHex) else {
                throw refused("bad-digest", "the digest of \(name.prefix(80)) is not 64 lower-case hexadecimal digits")
            }
            return CommandRun.Subject(name: name, sha256: digest)
        }
    }

    /// A text, or `null` where the run had none; the member itself must be there.
    private func text(_ key: String, of predicate: JSONNode) throws -> String? {
        guard let value = predicate[key] else { throw missing(key) }
        if case .null = value { return nil }
        guard let text = value.string, !text.isEmpty else { throw refused("bad-member", "`\(key)` is no text") }
        return text
    }

    private func known(_ keys: Set<String>, in node: JSONNode) throws {
        guard case .object(let members) = node else { throw refused("bad-member", "an object was expected") }
        for (key, _) in members where !keys.contains(key) {
            throw refused("unknown-member", "the member `\(key.prefix(80))` is unknown")
        }
    }

    private func isLowercaseHex(_ byte: UInt8) -> Bool { byte &- 48 < 10 || byte &- 97 < 6 }

    private func missing(_ member: String, in part: String = "the record") -> StreamProblem {
        refused("missing-member", "\(part) has no `\(member)`")
    }

    private func refused(_ id: String, _ message: String) -> StreamProblem {
        StreamProblem(id: "run-record.\(id)", message: message, advice: "Record the run again.", line: 1)
    }
}
