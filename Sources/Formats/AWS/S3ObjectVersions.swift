internal import Model
internal import Streams

/// The versions of objects in a bucket, from `aws s3api list-object-versions`.
struct S3ObjectVersions: EvidenceFormat {
    let id = "s3-object-versions"
    let title = "S3 object versions"
    let producedBy = ["aws s3api list-object-versions --bucket BUCKET --prefix prod/terraform.tfstate"]
    let facts: [FactKind] = [.objectVersion, .gap]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let json = preamble.json, !json.has("Contents") else { return nil }
        for member in ["Versions", "DeleteMarkers"] {
            if let row = json[member]?.first, row.has("VersionId"), row.has("Key") {
                return Recognition(dialect: id, because: "`\(member)` with `Key` and `VersionId`")
            }
        }
        guard json.has("RequestCharged"), json.has("Prefix") || json.has("KeyMarker") else { return nil }
        return Recognition(dialect: id, because: "`RequestCharged` and `Prefix`: no version at all")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let json = JSONReader(source)
        var isCut = false
        try json.object { key in
            switch key {
            case "Versions": if try !json.null() { try json.array { _ in try version(json, false, emit) } }
            case "DeleteMarkers": if try !json.null() { try json.array { _ in try version(json, true, emit) } }
            case "IsTruncated": if try !json.null(), try json.bool() { isCut = true }
            case "NextKeyMarker", "NextVersionIdMarker", "NextToken":
                if let next = try json.optionalString(), !next.isEmpty { isCut = true }
            default: break
            }
        }
        try json.end()
        if isCut { try emit(.gap(EvidenceGap(reason: "S3 has more versions than the file holds", line: 1))) }
        return Reading()
    }

    private func version(_ json: JSONReader, _ isDeleteMarker: Bool, _ emit: (Fact) throws -> Void) throws {
        let line = json.line
        var (name, id, isLatest): (String?, String?, Bool?)
        var modified: String?
        try json.object { key in
            switch key {
            case "Key": name = try json.string()
            case "VersionId": id = try json.string()
            case "IsLatest": isLatest = try json.bool()
            case "LastModified": modified = try json.string()
            default: break
            }
        }
        guard let name, let id, let isLatest, let time = modified.flatMap({ Instant(rfc3339: $0) }) else {
            throw StreamProblem(
                id: "s3.version", message: "a version has no `Key`, `VersionId`, `IsLatest` or readable `LastModified`",
                advice: "Collect the whole answer of `aws s3api list-object-versions --output json`.", line: line)
        }
        var version = ObjectVersion(
            key: name, version: id, isLatest: isLatest, isDeleteMarker: isDeleteMarker, line: line)
        version.modifiedAt = time
        try emit(.objectVersion(version))
    }
}
