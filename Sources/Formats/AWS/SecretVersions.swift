internal import Model
internal import Streams

/// Versions of a secret and their stages, from `list-secret-version-ids` or `describe-secret`.
///
/// A document that holds a secret's value is refused before any of it is read, and nothing of it is repeated.
struct SecretVersions: EvidenceFormat {
    let id = "secret-versions"
    let title = "Versions of a secret in Secrets Manager"
    let producedBy = [
        "aws secretsmanager list-secret-version-ids --include-deprecated --secret-id NAME",
        "aws secretsmanager describe-secret --secret-id NAME",
    ]
    let facts: [FactKind] = [.secretVersion, .gap]
    private static let values = ["SecretString", "SecretBinary", "SecretValues"]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let json = preamble.json else { return nil }
        let row = json.isArray ? json.first : json
        if Self.values.contains(where: { row?.has($0) ?? false }) {
            return Recognition(dialect: "\(id)/value", because: "it holds the value of a secret")
        }
        if json["VersionIdsToStages"]?.isObject ?? false {
            return Recognition(dialect: "\(id)/described", because: "it has `VersionIdsToStages`")
        }
        if let versions = json["Versions"], versions.isArray, json.has("ARN"), json.has("Name"),
            versions.first?.has("VersionId") ?? true
        {
            return Recognition(dialect: "\(id)/list", because: "it has `Versions` of a secret")
        }
        guard let row, json.isArray, row.has("VersionId"), row.has("VersionStages") else { return nil }
        return Recognition(dialect: "\(id)/query", because: "rows with `VersionId` and `VersionStages`")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        guard !dialect.hasSuffix("/value") else { throw Self.value }
        let isList = !dialect.hasSuffix("/described")
        let command = "aws secretsmanager \(isList ? "list-secret-version-ids" : "describe-secret")"
        var versions: [(id: String, stages: [String], createdAt: Instant?, line: Int)] = []
        var (name, arn): (String?, String?)
        try AWSAnswer.read(
            source, as: dialect, of: command, lists: isList ? ["Versions"] : [], emit: emit
        ) { key, node in
            switch key {
            case _ where Self.values.contains(key): throw Self.value
            case "Name": name = node.string
            case "ARN": arn = node.string
            case "DeletedDate":
                try emit(.gap(EvidenceGap(reason: "the secret is scheduled for deletion", line: 1)))
            case "VersionIdsToStages":
                guard case .object(let members) = node else { return }
                for (id, stages) in members { versions.append((id, try Self.stages(stages, 1), nil, 1)) }
            default: break
            }
        } row: { _, row in
            if Self.values.contains(where: { row.node[$0] != nil }) { throw Self.value }
            versions.append(
                (
                    try row.string("VersionId"), try Self.stages(row.node["VersionStages"], row.line),
                    try row.time("CreatedDate"), row.line
                ))
        }
        guard let name else { throw AWSRow.missing("Name", of: command, 1) }
        for found in versions {
            var version = SecretVersion(secret: name, version: found.id, stages: found.stages, line: found.line)
            (version.arn, version.createdAt) = (arn, found.createdAt)
            try emit(.secretVersion(version))
        }
        if versions.isEmpty { try emit(.gap(EvidenceGap(reason: "the secret has no version", line: 1))) }
        return Reading()
    }

    /// None of a deprecated version.
    private static func stages(_ node: JSONNode?, _ line: Int) throws -> [String] {
        let stages = node?.elements?.compactMap(\.string) ?? []
        guard node == nil || stages.count == node?.elements?.count else {
            throw StreamProblem(
                id: "aws.stages", message: "the stages of a version are no list of texts",
                advice: "Collect the answer again.", line: line)
        }
        return stages
    }

    private static let value = StreamProblem(
        id: "aws.secret-value", message: "this file holds the value of a secret; nothing of it was read or kept",
        advice: "Delete the file, rotate the secret, and use `aws secretsmanager list-secret-version-ids`.", line: 1)
}
