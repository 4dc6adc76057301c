package import Model
import Templates

/// The findings that do not pass as SARIF 2.1.0, one rule a check kind, for code scanning and editors.
///
/// What keeps a gate closed is an `error` (fail, error, unknown, manual) and a missing sign-off is a result too, so that a
/// closed gate never looks clean; a warning or waived finding is a `warning`, one of an informational check a `note`. A waived finding is
/// suppressed with its waiver. What is not due yet is no result. Paths are relative to the release folder.
package struct SARIFLog: Report {
    package let id = "sarif"
    package let fileName = "pack.sarif"
    private let context: ReportContext

    package init(context: ReportContext) { self.context = context }

    package func render(_ pack: Pack) -> [UInt8] {
        let artifacts = SARIFArtifacts(pack)
        let results = SARIFResults(pack: pack, artifacts: artifacts, context: context).all
        let kinds = Set(results.map(\.rule)).sorted()
        let run: JSONValue = [
            "tool": [
                "driver": [
                    "name": "EvidencePack", "version": .string(pack.toolVersion),
                    "rules": .array(kinds.map(rule)),
                ]
            ],
            "automationDetails": [
                "id": .string(SARIFResult.text("evidencepack/\(VisibleText.line(pack.release.version))"))
            ],
            "invocations": [invocation(pack)],
            "artifacts": .array(artifacts.all),
            "results": .array(
                results.map { result in
                    result.value(ruleIndex: kinds.firstIndex(of: result.rule) ?? 0)
                }),
            "columnKind": "unicodeCodePoints",
        ]
        let log: JSONValue = [
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run],
        ]
        return log.pretty
    }

    private func rule(_ kind: String) -> JSONValue {
        let demand = kind == SARIFResults.signOffRule ? SARIFResults.signOffDemand : context.kinds[kind] ?? kind
        let help =
            kind == SARIFResults.signOffRule
            ? "`evidencepack sign --help` tells how to sign." : "`evidencepack checks \(kind)` tells its parameters."
        return [
            "id": .string(kind), "shortDescription": ["text": .string(demand)],
            "fullDescription": ["text": .string(demand)], "help": ["text": .string("\(demand) \(help)")],
            "defaultConfiguration": ["level": "error"],
        ]
    }

    /// What was wrong with the configuration or a file, beside the findings.
    private func invocation(_ pack: Pack) -> JSONValue {
        func notification(_ problem: Problem, level: String) -> JSONValue {
            [
                "descriptor": ["id": .string(problem.id)], "level": .string(level),
                "message": ["text": .string(SARIFResult.text("\(problem.message). \(problem.advice)"))],
                "locations": [SARIFArtifacts.location(problem.place)],
            ]
        }
        return [
            "executionSuccessful": true, "endTimeUtc": .string(pack.at.description),
            "toolConfigurationNotifications": .array(pack.problems.map { notification($0, level: "warning") }),
            "toolExecutionNotifications": .array(
                pack.evidence.compactMap { file in file.reason.map { notification($0, level: "error") } }),
        ]
    }
}

/// The files of the pack as artifacts, each once.
struct SARIFArtifacts {
    private(set) var all: [JSONValue] = []
    private var seen: Set<String> = []

    init(_ pack: Pack) {
        for file in pack.configuration { add(file.path, file.sha256, file.bytes, role: "userSpecifiedConfiguration") }
        for file in pack.evidence where file.state != .absent {
            add(file.path, file.sha256, file.bytes, role: "analysisTarget")
        }
    }

    private mutating func add(_ path: String, _ sha256: String, _ bytes: Int64, role: String) {
        let uri = Self.uri(path)
        guard seen.insert(uri).inserted else { return }
        all.append(
            .compactObject([
                "location": ["uri": .string(uri)], "length": .number(String(bytes)), "roles": [.string(role)],
                "hashes": sha256.isEmpty ? .null : ["sha-256": .string(sha256)],
            ]))
    }

    static func location(_ place: Place) -> JSONValue {
        let region: JSONValue =
            if let line = place.line, line > 0 {
                ["startLine": JSONValue(line)]
            } else if let byte = place.byteOffset {
                ["byteOffset": .number(String(byte)), "byteLength": 0]
            } else { .null }
        return [
            "physicalLocation": .compactObject([
                "artifactLocation": ["uri": .string(uri(place.path))], "region": region,
            ])
        ]
    }

    /// A relative reference (RFC 3986): every byte that is not unreserved is percent-encoded, `:` too, lest it look like
    /// a scheme.
    static func uri(_ path: String) -> String {
        let hex = Array("0123456789ABCDEF".utf8)
        var out: [UInt8] = []
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                out.append(byte)
            // Two slashes at the start would name a host.
            case UInt8(ascii: "/") where !out.isEmpty: out.append(byte)
            default: out += [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
