package import Model
import Templates

/// The pack as OSCAL assessment results (NIST, 1.1): the checklist is the assessment plan, its items are the controls.
///
/// A check is an observation, an item a finding, and an item that is not met (or only by a waiver) a risk with its next
/// action. Every text of others is a Markdown code span, since OSCAL's prose is markup. UUIDs are made from digests, so that the
/// same pack gives the same bytes.
package struct OSCALResults: Report {
    package let id = "oscal"
    package let fileName = "oscal.json"
    private let context: ReportContext

    package init(context: ReportContext) { self.context = context }

    package func render(_ pack: Pack) -> [UInt8] {
        let ids = OSCALIdentifiers(packDigest: context.hexDigest(PackDocument().render(pack)), context: context)
        let plan = ids.uuid("resource", "checklist.md")
        let open = pack.gates.filter(\.isOpen).map(\.id)
        let document: JSONValue = [
            "assessment-results": [
                "uuid": .string(ids.uuid("document")),
                "metadata": [
                    "title": .string("Promotion of \(VisibleText.markdownCode(pack.release.tag))"),
                    "last-modified": JSONValue(pack.at), "version": .string(OSCALText.token(pack.release.version)),
                    "oscal-version": "1.1.3",
                    "props": [OSCALText.property("pack-sha256", ids.packDigest)],
                ],
                "import-ap": ["href": .string("#\(plan)")],
                "results": [
                    .compactObject([
                        "uuid": .string(ids.uuid("result")),
                        "title": .string("Checklist of \(VisibleText.markdownCode(pack.release.tag))"),
                        "description": .string(
                            "Promotion from \(VisibleText.markdownCode(pack.release.environment.from)) to "
                                + "\(VisibleText.markdownCode(pack.release.environment.to)), commit "
                                + "\(VisibleText.markdownCode(pack.release.commit)). Open gates: "
                                + (open.isEmpty ? "none" : open.map(VisibleText.markdownCode).joined(separator: ", "))
                                + "."),
                        "start": JSONValue(pack.at), "end": JSONValue(pack.at),
                        "props": Self.list(
                            pack.gates.map {
                                OSCALText.property("gate-decision", "\($0.id) \($0.decision.rawValue)")
                            }),
                        "local-definitions": Self.tool(pack, ids),
                        "reviewed-controls": Self.controls(pack),
                        "observations": Self.list(OSCALObservations(pack: pack, ids: ids).all),
                        "risks": Self.list(pack.items.filter(\.isRisk).map { OSCALFinding($0, pack, ids).risk }),
                        "findings": Self.list(pack.items.map { OSCALFinding($0, pack, ids).value }),
                    ])
                ],
                "back-matter": ["resources": .array(Self.resources(pack, ids))],
            ]
        ]
        return document.pretty
    }

    /// OSCAL knows no empty lists.
    private static func list(_ values: [JSONValue]) -> JSONValue { values.isEmpty ? .null : .array(values) }

    private static func controls(_ pack: Pack) -> JSONValue {
        let selection: JSONValue =
            pack.items.isEmpty
            ? ["description": "No item."]
            : ["include-controls": .array(pack.items.map { ["control-id": .string(OSCALText.token($0.id))] })]
        return ["control-selections": [selection]]
    }

    /// Who observed: this tool.
    private static func tool(_ pack: Pack, _ ids: OSCALIdentifiers) -> JSONValue {
        [
            "assessment-assets": [
                "components": [
                    [
                        "uuid": .string(ids.uuid("tool")), "type": "software", "title": "EvidencePack",
                        "description": .string("evidencepack \(pack.toolVersion)"),
                        "status": ["state": "operational"],
                    ]
                ],
                "assessment-platforms": [
                    [
                        "uuid": .string(ids.uuid("platform")),
                        "uses-components": [["component-uuid": .string(ids.uuid("tool"))]],
                    ]
                ],
            ]
        ]
    }

    private static func resources(_ pack: Pack, _ ids: OSCALIdentifiers) -> [JSONValue] {
        let files =
            pack.configuration.map { ($0.path, $0.sha256) } + pack.evidence.map { ($0.path, $0.sha256) }
            + (pack.configuration.contains { $0.path == "checklist.md" } ? [] : [("checklist.md", "")])
        var seen: Set<String> = []
        return files.compactMap { path, sha256 in
            guard seen.insert(path).inserted else { return nil }
            let hashes: JSONValue =
                sha256.isEmpty ? .null : [["algorithm": "SHA-256", "value": .string(OSCALText.token(sha256))]]
            return [
                "uuid": .string(ids.uuid("resource", path)), "title": .string(VisibleText.markdownCode(path)),
                "rlinks": [.compactObject(["href": .string(SARIFArtifacts.uri(path)), "hashes": hashes])],
            ]
        }
    }
}

/// UUIDs in the form of version 5, from SHA-256: of this pack and of a name in it.
struct OSCALIdentifiers {
    let packDigest: String
    let context: ReportContext

    func uuid(_ names: String...) -> String {
        let name = (["evidencepack:oscal", packDigest] + names).joined(separator: "\0")
        var bytes = Array(context.sha256(Array(name.utf8)).prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x50
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = Array("0123456789abcdef".utf8)
        var out: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { out.append(UInt8(ascii: "-")) }
            out += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        return String(decoding: out, as: UTF8.self)
    }
}

/// Texts in the narrow forms that OSCAL gives them.
enum OSCALText {
    /// A token: begins with a letter or `_`; letters, digits, `.`, `-`, `_` follow. An empty version is none.
    static func token(_ text: String) -> String {
        let name = Fragment(text).name
        guard let first = name.utf8.first else { return "_" }
        let isDigest = name.utf8.count == 64
        let isLetter = first >= UInt8(ascii: "A") && first <= UInt8(ascii: "z")
        return isLetter || isDigest ? name : "_" + name
    }

    /// A value must not be empty, nor begin or end with white space.
    static func property(_ name: String, _ value: String) -> JSONValue {
        let line = VisibleText.line(value)
        let isTrimmed = [line.unicodeScalars.first, line.unicodeScalars.last].allSatisfy {
            $0.map { !$0.properties.isWhitespace } ?? false
        }
        return [
            "name": .string(name), "ns": "urn:evidencepack:oscal",
            "value": .string(isTrimmed ? line : "‘\(line)’"),
        ]
    }
}
