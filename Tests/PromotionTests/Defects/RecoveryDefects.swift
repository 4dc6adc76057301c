import Model

private let services = "evidence/rollback.taskdef/services.json"
private let api = "evidence/rollback.taskdef/previous-api.json"
private let worker = "evidence/rollback.taskdef/previous-worker.json"
private let snapshots = "evidence/rollback.snapshot/snapshots.json"
private let drill = "evidence/rollback.snapshot/drill.run.json"

extension Defect {
    /// What can keep the previous revision from being deployed again.
    static let revisions: [Defect] = [
        Defect(
            "the previous revision was deregistered",
            .replace(api, #""status": "ACTIVE""#, with: #""status": "INACTIVE""#),
            turns: ["rollback.taskdef": .fail], says: "the previous revision api:41 is INACTIVE", "previous-api.json"),
        Defect(
            "another revision is described", .replace(api, "task-definition/api:41", with: "task-definition/api:40"),
            .replace(api, #""revision": 41"#, with: #""revision": 40"#), turns: ["rollback.taskdef": .unknown],
            says: "nothing describes the previous revision api:41"),
        Defect(
            "the revision is another account's",
            .replace(api, "123456789012:task-definition", with: "210987654321:task-definition"),
            turns: ["rollback.taskdef": .unknown], says: "nothing describes the previous revision api:41"),
        Defect(
            "a revision is not described", .remove(worker), turns: ["rollback.taskdef": .unknown],
            says: "nothing describes the previous revision worker:41"),
        Defect(
            "the revision is only listed",
            .write(api, #"{"taskDefinitionArns": ["arn:aws:ecs:eu-central-1:123456789012:task-definition/api:41"]}"#),
            turns: ["rollback.taskdef": .unknown], says: "listed only", "api:41 ACTIVE"),
        Defect(
            "nobody looked before the apply", .remove(services),
            turns: ["rollback.taskdef": .unknown, "deploy.stability": .unknown, "rollback.incident": .unknown],
            says: "nothing shows which revision api ran before"),
        Defect(
            "the look before came after the apply began", .collect(services, minutesLater: 15),
            turns: ["rollback.taskdef": .unknown, "deploy.stability": .unknown, "rollback.incident": .fail],
            says: "the snapshot of api from before was collected"),
        Defect(
            "two revisions ran before",
            .replaceFirst(
                services, #""deployments": ["#,
                with: #""deployments": [{"status": "ACTIVE", "taskDefinition": "api:40", "failedTasks": 0},"#),
            turns: ["rollback.taskdef": .unknown], says: "nothing shows the one revision to go back to: 2 deployments"),
        Defect(
            "another cluster was looked at", .replace(services, "cluster/prod", with: "cluster/preprod"),
            turns: ["rollback.taskdef": .unknown, "deploy.stability": .unknown], says: "which revision api ran before"),
        Defect(
            "the look before is of two days ago", .collect(services, minutesLater: -2_880),
            turns: ["rollback.taskdef": .unknown, "deploy.stability": .unknown],
            says: "the snapshot of api from before is 2 d", "<= 1 d"),
        Defect(
            "the revision is staging's", .staging(api), turns: ["rollback.taskdef": .unknown],
            says: "another environment: staging"),
        Defect(
            "the description is cut off", .cutOff(api), turns: ["rollback.taskdef": .error], says: "previous-api.json"),
        Defect(
            "the description contradicts itself", .replace(api, #""revision": 41"#, with: #""revision": 42"#),
            turns: ["rollback.taskdef": .error], says: "the revision beside it differ"),
    ]

    /// What can keep the database from being restored.
    static let restores: [Defect] = [
        Defect(
            "the snapshots failed", .replace(snapshots, #""Status": "available""#, with: #""Status": "failed""#),
            turns: ["rollback.snapshot": .fail], says: "is failed", "available, 100%", "snapshots.json"),
        Defect(
            "the snapshots are not whole",
            .replace(snapshots, #""PercentProgress": 100"#, with: #""PercentProgress": 60"#),
            turns: ["rollback.snapshot": .fail], says: "is available at 60%"),
        Defect(
            "the snapshots are not encrypted", .replace(snapshots, #""Encrypted": true"#, with: #""Encrypted": false"#),
            turns: ["rollback.snapshot": .fail], says: "is not shown to be encrypted", "not encrypted"),
        Defect(
            "the snapshots were made by hand",
            .replace(snapshots, #""SnapshotType": "automated""#, with: #""SnapshotType": "manual""#),
            turns: ["rollback.snapshot": .unknown],
            says: "no automated snapshot of prod-main is listed; listed: manual of prod-main"),
        Defect(
            "the snapshots are of another instance",
            .replace(
                snapshots, #""DBInstanceIdentifier": "prod-main""#, with: #""DBInstanceIdentifier": "prod-replica""#),
            turns: ["rollback.snapshot": .unknown], says: "listed: automated of prod-replica"),
        Defect(
            "the newest snapshot is two days old", .shift(snapshots, "SnapshotCreateTime", by: -2_880),
            turns: ["rollback.snapshot": .fail], says: "is the newest and 2 d", "<= 1 d 1 h"),
        Defect(
            "the snapshots are from after the apply", .shift(snapshots, "SnapshotCreateTime", by: 5_760),
            turns: ["rollback.snapshot": .unknown], says: "no automated snapshot of prod-main"),
        Defect(
            "a snapshot is still being made",
            .replaceFirstMatch(snapshots, #""SnapshotCreateTime": "[^"]+","#, with: ""),
            .replaceFirst(snapshots, #""Status": "available""#, with: #""Status": "creating""#),
            turns: ["rollback.snapshot": .unknown], says: "is creating"),
        Defect(
            "there is no snapshot", .write(snapshots, #"{"DBSnapshots": []}"#), turns: ["rollback.snapshot": .unknown],
            says: "the answer lists no snapshot"),
        Defect(
            "there are more snapshots on another page", .replaceFirst(snapshots, "{", with: #"{"Marker": "e30","#),
            turns: ["rollback.snapshot": .unknown], says: "Marker: there are other pages"),
        Defect(
            "the snapshots were listed two days ago", .collect(snapshots, minutesLater: -2_880),
            turns: ["rollback.snapshot": .unknown],
            says: "the evidence is 2 d"),
        Defect(
            "the snapshots are staging's", .staging(snapshots), turns: ["rollback.snapshot": .unknown],
            says: "another environment: staging"),
        Defect(
            "the snapshots are cut off", .cutOff(snapshots), turns: ["rollback.snapshot": .error],
            says: "snapshots.json"),
        Defect(
            "only a part of the answer is kept",
            .write(snapshots, #"[{"DBSnapshotIdentifier": "rds:x", "SnapshotType": "automated"}]"#),
            turns: ["rollback.snapshot": .error], says: "`--query` has cut parts off"),
        Defect(
            "the drill took an hour", .shift(drill, "startedAt", by: -60), turns: ["rollback.snapshot": .fail],
            says: "took 1 h", "< 60 min"),
        Defect(
            "the drill failed", .replace(drill, #""exitStatus": 0"#, with: #""exitStatus": 1"#),
            turns: ["rollback.snapshot": .fail], says: "ended with"),
        Defect(
            "the drill was in another season", .shift(drill, by: -131_040), turns: ["rollback.snapshot": .unknown],
            says: "the evidence is 91 d"),
        Defect(
            "something else was recorded", .replace(drill, "scripts/restore-drill.sh", with: "scripts/backup.sh"),
            turns: ["rollback.snapshot": .unknown], says: "scripts/restore-drill.sh"),
        Defect("there was no drill", .remove(drill), turns: ["rollback.snapshot": .unknown], says: "no evidence"),
    ]
}

extension Variation {
    static let recovery: [Variation] = [
        Variation("revisions have Windows line ends", .crlf(services), .byteOrderMark(api)),
        Variation(
            "the services from before name their revision as moto does",
            .replace(services, "arn:aws:ecs:eu-central-1:123456789012:task-definition/", with: "")),
        Variation(
            "the snapshots are those of a cluster",
            .replace(snapshots, "DBSnapshot", with: "DBClusterSnapshot"),
            .replace(snapshots, #""DBInstanceIdentifier""#, with: #""DBClusterIdentifier""#),
            .replace(snapshots, #""Encrypted""#, with: #""StorageEncrypted""#)),
        Variation(
            "an older snapshot was made by hand",
            .replaceFirst(snapshots, #""SnapshotType": "automated""#, with: #""SnapshotType": "manual""#)),
        Variation("snapshots have Windows line ends", .crlf(snapshots)),
    ]
}
