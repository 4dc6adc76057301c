internal import Model
internal import Streams

/// Snapshots of databases, from `aws rds describe-db-snapshots` or `describe-db-cluster-snapshots`.
struct RDSSnapshots: EvidenceFormat {
    let id = "rds-snapshots"
    let title = "RDS snapshots"
    let producedBy = [
        "aws rds describe-db-snapshots --db-instance-identifier NAME",
        "aws rds describe-db-cluster-snapshots --db-cluster-identifier NAME",
    ]
    let facts: [FactKind] = [.databaseSnapshot, .gap]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        AWSAnswer.recognise(
            preamble.json, as: "\(id)/instance", list: "DBSnapshots", row: ["DBSnapshotIdentifier", "SnapshotType"])
            ?? AWSAnswer.recognise(
                preamble.json, as: "\(id)/cluster", list: "DBClusterSnapshots",
                row: ["DBClusterSnapshotIdentifier", "SnapshotType"])
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let isCluster = dialect.contains("/cluster")
        let kind = isCluster ? "DBCluster" : "DB"
        let command = "aws rds describe-db-\(isCluster ? "cluster-" : "")snapshots"
        var count = 0
        try AWSAnswer.read(source, as: dialect, of: command, lists: ["\(kind)Snapshots"], emit: emit) { _, row in
            count += 1
            var snapshot = DatabaseSnapshot(
                id: try row.string("\(kind)SnapshotIdentifier"),
                instance: try row.string(isCluster ? "DBClusterIdentifier" : "DBInstanceIdentifier"),
                type: try row.string("SnapshotType"), status: try row.string("Status"), line: row.line)
            snapshot.createdAt = try row.time("SnapshotCreateTime")
            snapshot.isEncrypted = row.node[isCluster ? "StorageEncrypted" : "Encrypted"]?.bool
            snapshot.percent = row.node["PercentProgress"] == nil ? nil : try row.int("PercentProgress")
            snapshot.engine = row.node["Engine"]?.string ?? ""
            try emit(.databaseSnapshot(snapshot))
        }
        if count == 0 { try emit(.gap(EvidenceGap(reason: "the answer lists no snapshot", line: 1))) }
        return Reading()
    }
}
