import Glibc
import Model

/// Files and folders made so that they are on the disk, or a `Problem` says why not.
enum Disk {
    /// A new file to write into; refused when the name is taken.
    static func create(_ path: String) throws -> Int32 {
        let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard descriptor >= 0 else { throw failure("cannot create the file", path) }
        return descriptor
    }

    /// Whether all bytes were written; else `errno` tells why not.
    static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
        var written = 0
        while written < bytes.count {
            let count = Glibc.write(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            written += count
        }
        return true
    }

    /// Flushes a file and closes it.
    static func close(_ descriptor: Int32, of path: String) throws {
        let isFlushed = fsync(descriptor) == 0
        guard Glibc.close(descriptor) == 0, isFlushed else { throw failure("cannot flush the file", path) }
    }

    static func writeFile(_ path: String, _ bytes: [UInt8]) throws {
        let descriptor = try create(path)
        guard bytes.withUnsafeBytes({ write($0, to: descriptor) }) else {
            let problem = failure("cannot write the file", path)
            Glibc.close(descriptor)
            throw problem
        }
        try close(descriptor, of: path)
    }

    /// Makes the folder and those above it, as far as they are missing.
    static func makeFolder(_ path: String) throws {
        var status = stat()
        if lstat(path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFDIR else { throw failure("is not a folder", path) }
            return
        }
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            try makeFolder(String(path[..<slash]))
        }
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
            throw failure("cannot create the folder", path)
        }
    }

    /// Flushes the names in a folder.
    static func flush(folder: String) throws {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("cannot flush the folder", folder) }
        defer { Glibc.close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("cannot flush the folder", folder) }
    }

    /// What could not be done, and why: as `errno` says.
    static func failure(_ what: String, _ path: String) -> Problem {
        let cause = errno == 0 ? "" : ": \(String(cString: strerror(errno)))"
        return Problem(
            "output.cannot-write", "\(what)\(cause)", at: Place(path),
            advice: "Nothing was changed. Check the path, its permissions and the free space.")
    }
}
