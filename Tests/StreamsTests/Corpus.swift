internal import Glibc
import TestKit

/// Where the public suites lie: `$EVIDENCEPACK_CORPUS`, else `../shared/corpus` beside the project.
enum Corpus {
    static let root: String = {
        if let path = getenv("EVIDENCEPACK_CORPUS") { return String(cString: path) }
        let parts = #filePath.utf8.split(separator: UInt8(ascii: "/")).dropLast(4)
        return "/" + parts.map { String($0) ?? "" }.joined(separator: "/") + "/shared/corpus"
    }()

    /// For `.enabled(if:)`: whether the corpus is here.
    static let isPresent = access(root + "/suites", R_OK) == 0

    static let absence = "the corpus is not beside the project"

    /// The names in a folder of the corpus, sorted; none if it is absent.
    static func names(in folder: String) -> [String] { listing(root + "/" + folder) }

    static func bytes(_ path: String) -> [UInt8] { contents(root + "/" + path) }
}

/// The names in a folder, sorted.
func listing(_ path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
}

/// The bytes of a file; none if it cannot be read.
func contents(_ path: String) -> [UInt8] { Sandbox.bytes(path) ?? [] }
