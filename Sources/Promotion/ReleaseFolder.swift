import Glibc
import Model
import Streams

/// A release folder on disk: its configuration files, and every path below `evidence/`.
struct ReleaseFolder {
    let root: String

    /// Bytes of a configuration file; `nil` when it is absent.
    /// - Throws: `Problem` when it is no regular file, is too large, or cannot be read.
    func configuration(_ name: String) throws -> (bytes: [UInt8], file: ConfigurationFile)? {
        // A link that leads nowhere is there, and is refused when it is opened.
        var status = stat()
        guard lstat("\(root)/\(name)", &status) == 0 else { return nil }
        do {
            let source = try ByteSource.open(root: root, relativePath: name)
            var bytes: [UInt8] = []
            while let chunk = try source.next() {
                for index in 0..<chunk.count { bytes.append(chunk[index]) }
                guard bytes.count <= 1_048_576 else {
                    throw StreamProblem(
                        id: "configuration.too-large", message: "\(name) is larger than 1 MiB",
                        advice: "Shorten it.")
                }
            }
            let digest = try source.finish()
            return (bytes, ConfigurationFile(path: name, sha256: digest.sha256, bytes: digest.byteCount))
        } catch let problem as StreamProblem {
            throw problem.located(at: name)
        }
    }

    /// Paths of everything below `evidence/`, relative to the root.
    func evidencePaths() throws -> [String] { try FileTree.paths(below: "evidence", of: root) }
}

extension StreamProblem {
    /// The same problem with the file in which it is.
    func located(at path: String) -> Problem {
        Problem(
            id, message,
            at: Place(path, line: line, column: column, byteOffset: byteOffset, pointer: pointer),
            advice: advice)
    }
}
