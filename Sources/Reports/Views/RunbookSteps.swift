import Model

/// Puts the values that the checks established into the steps and commands of a rollback.
struct RunbookSteps {
    private let pack: Pack
    private let values: [String: RunbookValue]

    init(_ pack: Pack) {
        self.pack = pack
        values = Dictionary(pack.items.flatMap { $0.checks.flatMap(\.values) }.map { ($0.key, $0) }) { first, _ in first
        }
    }

    var all: [RunbookStep] {
        var steps = [incident, services, terraform, database, verification]
        for index in steps.indices { steps[index].number = index + 1 }
        return steps
    }

    private var incident: RunbookStep {
        let tag = pack.release.tag
        return RunbookStep(
            title: "Declare it",
            purpose: "Say in release.yml that it was initiated and when, and keep the timeline in the ticket.",
            item: item("rollback.incident"), values: [],
            commands: [
                say("First comment in \(pack.release.ticket)", "Rollback started: \(tag), because …"),
                say("Each decision", "Decision: …"), say("Each action", "Action: …"),
                say("Last comment", "Rollback ended: \(tag)"),
            ])
    }

    private var services: RunbookStep {
        let ecs = pack.release.ecs
        let lines =
            ecs.map { ecs in ecs.services.map { line("task definition of \($0)", "taskdef.\($0)") } }
            ?? [RunbookLine(name: "services", value: nil, key: "ecs")]
        let updates = (ecs?.services ?? []).map { service in
            RunbookCommand(
                purpose: "Put the previous revision back",
                command: command(
                    ["aws ecs update-service --cluster", ecs?.cluster, "--service", service],
                    ["--force-new-deployment --task-definition", values["taskdef.\(service)"]?.value]))
        }
        let wait = RunbookCommand(
            purpose: "Wait until it is stable",
            command: ecs.flatMap { ecs in
                command(["aws ecs wait services-stable --cluster", ecs.cluster]).map {
                    ecs.services.reduce("\($0) --services") { "\($0) \(quoted($1))" }
                }
            })
        return RunbookStep(
            title: "Containers", purpose: "The previous task definitions take over while everything else is decided.",
            item: item("rollback.taskdef"), values: lines, commands: updates + [wait])
    }

    private var terraform: RunbookStep {
        let terraform = pack.release.terraform
        let (bucket, key) = (terraform?.stateBucket, terraform?.stateKey)
        let version = values["state.version"]?.value
        let object: [String?] = ["--bucket", bucket]
        return RunbookStep(
            title: "Infrastructure",
            purpose:
                "Go back by a plan of the release before, reviewed like any other; the old state is for comparison, or to put back if the state itself is broken.",
            item: item("rollback.state"),
            values: [
                RunbookLine(name: "bucket of the state", value: bucket, key: "terraform.state_bucket"),
                RunbookLine(name: "key of the state", value: key, key: "terraform.state_key"),
                line("version of the state from before the apply", "state.version"),
                line("SHA-256 of prod.plan", "plan.sha256"),
            ],
            commands: [
                RunbookCommand(
                    purpose: "Fetch the state from before",
                    command: command(
                        ["aws s3api get-object"], object, ["--key", key], ["--version-id", version],
                        ["previous.tfstate"])),
                RunbookCommand(
                    purpose: "Check that the retained plan is the one that was applied",
                    command: values["plan.sha256"].map { "echo '\($0.value)  prod.plan' | sha256sum -c" }),
                RunbookCommand(
                    purpose: "See what it changed", command: "terraform show prod.plan; terraform show previous.tfstate"
                ),
                RunbookCommand(
                    purpose: "On the commit of the release before",
                    command: command(["terraform plan -var-file", terraform?.varFile, "-out rollback.plan"])),
                RunbookCommand(
                    purpose: "Only if the state itself is broken",
                    command: command(
                        ["aws s3api copy-object"], object, ["--key", key],
                        [
                            "--copy-source",
                            bucket.flatMap { bucket in
                                key.flatMap { key in version.map { "\(bucket)/\(key)?versionId=\($0)" } }
                            },
                        ])),
            ])
    }

    private var database: RunbookStep {
        let instance = pack.release.database?.instance
        let restored = instance.map { "\($0)-restored" }
        return RunbookStep(
            title: "Database",
            purpose:
                "Only if the schema change does harm; what was written since the snapshot is lost. RTO 60 minutes.",
            item: item("rollback.snapshot"),
            values: [
                line("snapshot", "snapshot.id"), line("taken", "snapshot.created"),
                RunbookLine(name: "instance", value: instance, key: "database.instance"),
            ],
            commands: [
                RunbookCommand(
                    purpose: "Restore beside the old instance",
                    command: command(
                        ["aws rds restore-db-instance-from-db-snapshot --db-instance-identifier", restored],
                        ["--db-snapshot-identifier", values["snapshot.id"]?.value])),
                RunbookCommand(
                    purpose: "Wait for it",
                    command: command(["aws rds wait db-instance-available --db-instance-identifier", restored])),
            ])
    }

    private var verification: RunbookStep {
        let host = pack.release.host
        let probes = ["live", "ready"].map { probe in
            RunbookCommand(
                purpose: "Must answer 200",
                command: host.map { "curl -sS -i \(quoted("https://\($0)/health/\(probe)"))" })
        }
        return RunbookStep(
            title: "Verify", purpose: "Then update the status page, tell the audiences, and end the timeline.",
            item: item("post.health"), values: [], commands: probes)
    }

    private func item(_ id: String) -> ItemAssessment? { pack.items.first { $0.id == id } }

    private func line(_ name: String, _ key: String) -> RunbookLine {
        RunbookLine(name: name, value: values[key]?.value, place: values[key]?.place)
    }

    private func say(_ purpose: String, _ text: String) -> RunbookCommand {
        RunbookCommand(purpose: purpose, command: text)
    }

    /// Words of a command: in each group the first is ours, the rest are values. `nil` when a value is missing.
    private func command(_ groups: [String?]...) -> String? {
        var words: [String] = []
        for group in groups {
            for (index, word) in group.enumerated() {
                guard let word else { return nil }
                words.append(index.isMultiple(of: 2) ? word : quoted(word))
            }
        }
        return words.joined(separator: " ")
    }

    /// As one word for a shell, whatever the evidence wrote into it.
    private func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (97...122).contains(byte | 32) || "-_./:@=+,".utf8.contains(byte)
        }
        return isPlain && !text.isEmpty ? text : "'" + text.replacing("'", with: "'\\''") + "'"
    }
}
