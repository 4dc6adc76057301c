import Glibc
import Streams
import TestKit
import Testing

/// One change to a copy of the green sample. Paths are relative to the release folder.
enum Edit: Sendable {
    /// Replaces a text that must be there: everywhere it stands.
    case replace(String, String, with: String)
    /// Replaces the first place where a text stands.
    case replaceFirst(String, String, with: String)
    /// Replaces whatever a regular expression matches, everywhere; it must match.
    case replaceMatches(String, String, with: String)
    /// Removes a file and its sidecar.
    case remove(String)
    /// Writes a file, whether it was there or not; it has no sidecar unless it had one.
    case write(String, String)
    case append(String, String)
    /// Copies a file with its sidecar to another name.
    case copy(String, to: String)
    /// Any other change of a file's bytes.
    case transform(String, @Sendable ([UInt8]) -> [UInt8])

    static func crlf(_ path: String) -> Edit {
        .transform(path) { bytes in bytes.flatMap { $0 == 10 ? [13, 10] : [$0] } }
    }
    static func byteOrderMark(_ path: String) -> Edit { .transform(path) { [0xEF, 0xBB, 0xBF] + $0 } }
    static func reversedLines(_ path: String) -> Edit {
        .transform(path) { bytes in bytes.split(separator: 10).reversed().flatMap { $0 + [10] } }
    }

    /// Applies the change, and states the new digest wherever the old one was stated beside the file: what is wrong with
    /// the content must be found in the content.
    func apply(in sandbox: Sandbox) throws {
        switch self {
        case .replace(let path, let old, let new):
            try rewrite(path, in: sandbox) { text in
                try #require(text.contains(old), "\(path) does not hold '\(old)'")
                return text.replacing(old, with: new)
            }
        case .replaceFirst(let path, let old, let new):
            try rewrite(path, in: sandbox) { text in
                try #require(text.contains(old), "\(path) does not hold '\(old)'")
                return text.replacing(old, with: new, maxReplacements: 1)
            }
        case .replaceMatches(let path, let pattern, let new):
            let regex = try Regex(pattern)
            try rewrite(path, in: sandbox) { text in
                try #require(text.contains(regex), "\(path) has no match of '\(pattern)'")
                return text.replacing(regex, with: new)
            }
        case .remove(let path):
            #expect(unlink("\(sandbox.path)/\(path)") == 0, "\(path) is not there")
            unlink("\(sandbox.path)/\(path).meta.yml")
        case .write(let path, let text):
            let old = Sandbox.bytes("\(sandbox.path)/\(path)")
            try put(Array(text.utf8), at: path, over: old, in: sandbox)
        case .append(let path, let text):
            try rewrite(path, in: sandbox) { $0 + text }
        case .copy(let path, let copy):
            for suffix in ["", ".meta.yml"] {
                guard let bytes = Sandbox.bytes("\(sandbox.path)/\(path)\(suffix)") else { continue }
                sandbox.write(bytes, to: "\(copy)\(suffix)")
            }
        case .transform(let path, let change):
            let old = try #require(Sandbox.bytes("\(sandbox.path)/\(path)"), "\(path) is not there")
            let new = change(old)
            #expect(old != new, "\(path) did not change")
            try put(new, at: path, over: old, in: sandbox)
        }
    }

    private func rewrite(_ path: String, in sandbox: Sandbox, _ change: (String) throws -> String) throws {
        let old = try #require(Sandbox.bytes("\(sandbox.path)/\(path)"), "\(path) is not there")
        let text = String(decoding: old, as: UTF8.self)
        let new = try change(text)
        #expect(new != text, "\(path) did not change")
        try put(Array(new.utf8), at: path, over: old, in: sandbox)
    }

    private func put(_ bytes: [UInt8], at path: String, over old: [UInt8]?, in sandbox: Sandbox) throws {
        sandbox.write(bytes, to: path)
        guard let old, path.hasPrefix("evidence/") else { return }
        let folder = path.split(separator: "/").dropLast().joined(separator: "/")
        let (before, after) = (SHA.hex(old), SHA.hex(bytes))
        for name in Sandbox.files(below: "\(sandbox.path)/\(folder)")
        where name == "\(path.split(separator: "/").last ?? "").meta.yml" || name.hasSuffix(".run.json") {
            let stated = String(
                decoding: Sandbox.bytes("\(sandbox.path)/\(folder)/\(name)") ?? [], as: UTF8.self)
            if stated.contains(before) {
                sandbox.write(Array(stated.replacing(before, with: after).utf8), to: "\(folder)/\(name)")
            }
        }
    }
}
