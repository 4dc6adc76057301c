import Model
import Sealing
import Streams

/// A pack.json as two packs are compared by it.
package struct ComparedPack: Sendable {
    let root: JSONNode
    /// SHA-256 of pack.json.
    package let sha256: String

    /// More than the largest pack has.
    private static let nodes = 20_000_000

    /// Reads the pack of a folder, or the pack.json in one, after comparing the folder with its SHA256SUMS.
    /// - Throws: `Problem`; `input.pack` when there is none, `pack.…` when it is not what was written.
    package static func verified(at path: String) throws -> ComparedPack {
        let name = "pack.json"
        let folder = path.hasSuffix("/\(name)") || path == name ? CapturedOutput.folder(of: path) : path
        guard let entries = try? FileTree.paths(below: "", of: folder), entries.contains(name) else {
            throw Problem(
                "input.pack", "there is no pack here", at: Place(path),
                advice: "Name the folder that `evidencepack build` wrote, e.g. out/1.50.2.")
        }
        let verified = PackVerification.verify(folder)
        if let problem = verified.problems.first { throw problem }
        var bytes: [UInt8] = []
        do {
            let source = try ByteSource.open(root: folder, relativePath: name)
            while let chunk = try source.next() { for index in 0..<chunk.count { bytes.append(chunk[index]) } }
            guard try source.finish().sha256 == verified.digest else { throw changed(folder) }
        } catch let problem as StreamProblem { throw problem.located(at: "\(folder)/\(name)") }
        return try ComparedPack(bytes, at: "\(folder)/\(name)")
    }

    /// - Throws: `Problem` when the bytes are no pack.json of this version.
    package init(_ bytes: [UInt8], at path: String = "pack.json") throws {
        do {
            let reader = JSONReader(ByteSource(bytes: bytes))
            root = try reader.value(nodes: Self.nodes)
            try reader.end()
        } catch let problem as StreamProblem { throw problem.located(at: path) }
        guard root["schema"]?.string == "evidencepack/pack/1" else {
            throw Problem(
                "pack.schema", "this is no pack.json of the schema evidencepack/pack/1", at: Place(path),
                advice: "Compare packs that were written by this version of the tool.")
        }
        sha256 = SHA.hex(bytes)
    }

    private static func changed(_ folder: String) -> Problem {
        Problem(
            "pack.changed-file", "pack.json changed while it was read", at: Place(folder), advice: "Compare it again.")
    }

    func list(_ key: String) -> [JSONNode] { root[key]?.elements ?? [] }

    var tag: String { root["release"]?["tag"]?.string ?? "" }
    var earlier: PackChanges.Earlier {
        PackChanges.Earlier(tag: tag, at: root["at"]?.string ?? "", sha256: sha256)
    }
}

extension JSONNode {
    func text(_ key: String) -> String? { self[key]?.string }

    /// A text, number or truth as it is written, a list of such in brackets; `nil` for null and for objects.
    var shown: String? {
        switch self {
        case .string(let text), .number(let text): text
        case .bool(let flag): "\(flag)"
        case .array(let nodes): "[\(nodes.compactMap(\.shown).joined(separator: ", "))]"
        case .null, .object: nil
        }
    }

    /// The members of an object, in order.
    var members: [(String, JSONNode)] { if case .object(let members) = self { members } else { [] } }

    /// The texts of a list.
    var texts: [String] { (elements ?? []).compactMap(\.string) }
}

/// Elements of two lists that belong together by a key, those of the newer list first.
func paired(_ old: [JSONNode], _ new: [JSONNode], by key: String) -> [(id: String, old: JSONNode?, new: JSONNode?)] {
    let before = Dictionary(old.map { ($0.text(key) ?? "", $0) }) { first, _ in first }
    let after = Set(new.compactMap { $0.text(key) })
    let kept = new.map { (id: $0.text(key) ?? "", old: before[$0.text(key) ?? ""], new: Optional($0)) }
    let gone = old.filter { !after.contains($0.text(key) ?? "") }
    return kept + gone.map { (id: $0.text(key) ?? "", old: Optional($0), new: nil) }
}
