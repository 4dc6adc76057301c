import Glibc
import Model

/// Lays files down in a new folder; nothing that exists is ever touched.
package enum Scaffold {
    /// - Parameter subfolder: one that is made in it, empty.
    /// - Throws: `Problem` when the folder exists or cannot be written.
    package static func write(_ files: [String: [UInt8]], to folder: String, with subfolder: String? = nil) throws {
        func failure(_ what: String) -> Problem {
            Problem(
                "output.cannot-write", "\(what): \(String(cString: strerror(errno)))", at: Place(folder),
                advice: "Choose another folder.")
        }
        guard mkdir(folder, 0o755) == 0, subfolder.map({ mkdir("\(folder)/\($0)", 0o755) == 0 }) != false else {
            throw failure("cannot make the folder")
        }
        for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
            let descriptor = open("\(folder)/\(name)", O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o644)
            guard descriptor >= 0 else { throw failure("cannot create \(name)") }
            defer { close(descriptor) }
            guard
                bytes.withUnsafeBytes({ Glibc.write(descriptor, $0.baseAddress, $0.count) }) == bytes.count
            else { throw failure("cannot write \(name)") }
        }
    }
}
