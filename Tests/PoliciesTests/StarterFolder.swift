import Glibc
import Model
import Policies

/// The starter's configuration, the way a newcomer gets it, for tests to change.
enum StarterFolder {
    static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }

    static func read(_ path: String) throws -> [UInt8] {
        guard let file = fopen(path, "rb") else { throw Problem("test", "no file", at: Place(path), advice: "") }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            if count == 0 { return bytes }
            bytes += chunk[..<count]
        }
    }

    static func files() throws -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for name in ["checklist.md", "release.yml", "rules.yml"] {
            files[name] = try read("\(root)/templates/starter/\(name)")
        }
        return files
    }

    /// The user's own checklist, where the shared folder is there.
    static var seed: [UInt8]? { try? read("\(root)/../shared/seeds/checklist-1.50.md") }

    /// The starter with one text replaced, at its first place in one of its files.
    static func files(in name: String, replacing old: String, with new: String) throws -> [String: [UInt8]] {
        var files = try files()
        let text = String(decoding: files[name] ?? [], as: UTF8.self)
        guard let range = text.firstRange(of: old) else {
            throw Problem("test", "'\(old)' is not in it", at: Place(name), advice: "")
        }
        files[name] = Array("\(text[..<range.lowerBound])\(new)\(text[range.upperBound...])".utf8)
        return files
    }

    /// The problems of loading, empty when there are none.
    static func problems(_ files: [String: [UInt8]]) -> [Problem] {
        do {
            _ = try PolicyLoader.load(files)
            return []
        } catch { return error.problems }
    }
}
