package import Model

/// The in-toto statement about a run that `record` writes and the format `run-record` reads.
package enum RunStatement {
    /// Members in one fixed order; all are always there but `dirty`.
    package static func document(_ run: CommandRun) -> JSONValue {
        func member(_ key: String, _ value: JSONValue) -> JSONValue.Member { .init(key: key, value: value) }
        var predicate = [
            member("argv", .array(run.argv.map { .string($0) })),
            member("exitStatus", JSONValue(run.exitStatus)),
            member("startedAt", JSONValue(run.startedAt)),
            member("endedAt", JSONValue(run.endedAt)),
            member("workingDirectory", .string(run.workingDirectory)),
            member("commit", JSONValue(run.commit)),
        ]
        if run.isDirty { predicate.append(member("dirty", true)) }
        predicate += [
            member("host", .string(run.host)), member("environment", JSONValue(run.environment)),
            member("by", JSONValue(run.by)),
        ]
        return [
            "_type": .string(CommandRun.statementType),
            "subject": .array(
                run.subjects.map { ["name": .string($0.name), "digest": ["sha256": .string($0.sha256)]] }),
            "predicateType": .string(CommandRun.predicateType),
            "predicate": .object(predicate),
        ]
    }
}
