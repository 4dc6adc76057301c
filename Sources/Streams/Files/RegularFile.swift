internal import Glibc

/// An open regular file below a root, reached without following a link (SECURITY.md matrix rows 48-50, T19).
final class RegularFile {
    let descriptor: Int32
    let stamp: Stamp

    /// What must not change while a file is read.
    struct Stamp: Equatable {
        var device: UInt64
        var inode: UInt64
        var size: Int64
        var seconds: Int
        var nanoseconds: Int

        init(_ status: stat) {
            device = UInt64(status.st_dev)
            inode = UInt64(status.st_ino)
            size = Int64(status.st_size)
            seconds = status.st_mtim.tv_sec
            nanoseconds = status.st_mtim.tv_nsec
        }
    }

    private init(descriptor: Int32, stamp: Stamp) {
        self.descriptor = descriptor
        self.stamp = stamp
    }

    deinit { close(descriptor) }

    /// Opens each component in turn, so that no link can lead out of `root`.
    static func open(root: String, relativePath: String) throws(StreamProblem) -> RegularFile {
        let components = try components(of: relativePath)
        var folder = Glibc.open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw unreadable(root, errno) }
        defer { close(folder) }
        for component in components.dropLast() {
            try refuseLink(component, in: folder, path: relativePath)
            let next = openat(folder, component, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard next >= 0 else { throw unreadable(relativePath, errno) }
            close(folder)
            folder = next
        }
        guard let name = components.last else { throw badPath("file.empty-path", relativePath, "is empty") }
        // Looked at before opening, for opening a device may act on it; and after, for the name may have been swapped.
        try refuseLink(name, in: folder, path: relativePath)
        var status = stat()
        guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { throw unreadable(relativePath, errno) }
        try requireRegular(status, path: relativePath)
        let descriptor = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(relativePath, errno) }
        guard fstat(descriptor, &status) == 0 else {
            let code = errno
            close(descriptor)
            throw unreadable(relativePath, code)
        }
        let file = RegularFile(descriptor: descriptor, stamp: Stamp(status))
        try requireRegular(status, path: relativePath)
        return file
    }

    /// The stamp of the open file as it is now.
    func currentStamp() throws(StreamProblem) -> Stamp {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw RegularFile.unreadable("the open file", errno) }
        return Stamp(status)
    }

    /// Reads at most `count` bytes; 0 at the end of the file.
    func read(into buffer: UnsafeMutablePointer<UInt8>, count: Int) throws(StreamProblem) -> Int {
        while true {
            let got = Glibc.read(descriptor, buffer, count)
            if got >= 0 { return got }
            if errno != EINTR { throw RegularFile.unreadable("the open file", errno) }
        }
    }

    private static func components(of path: String) throws(StreamProblem) -> [String] {
        if path.isEmpty { throw badPath("file.empty-path", path, "is empty") }
        if path.utf8.first == UInt8(ascii: "/") { throw badPath("file.absolute-path", path, "is absolute") }
        if path.utf8.contains(0) { throw badPath("file.nul-in-path", path, "holds a NUL") }
        if path.utf8.contains(UInt8(ascii: "\\")) { throw badPath("file.backslash-in-path", path, "holds a backslash") }
        // By scalars: `/` and a combining mark are one Character.
        let parts = path.unicodeScalars.split(separator: "/", omittingEmptySubsequences: false).map { String($0) }
        for part in parts where part == ".." || part == "." || part.isEmpty {
            throw badPath("file.path-component", path, "has an empty, `.` or `..` component")
        }
        return parts
    }

    private static func refuseLink(_ name: String, in folder: Int32, path: String) throws(StreamProblem) {
        var status = stat()
        guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { throw unreadable(path, errno) }
        guard status.st_mode & S_IFMT == S_IFLNK else { return }
        throw StreamProblem(
            id: "file.symbolic-link", message: "`\(path)` is, or leads through, a symbolic link (`\(name)`)",
            advice: "Put the file itself there; links are not followed.")
    }

    private static func requireRegular(_ status: stat, path: String) throws(StreamProblem) {
        let kind: (id: String, name: String)
        switch status.st_mode & S_IFMT {
        case S_IFREG:
            if status.st_nlink <= 1 { return }
            throw StreamProblem(
                id: "file.hard-link", message: "`\(path)` has \(status.st_nlink) names (hard links)",
                advice: "Copy the file, so that no other name can change it.")
        case S_IFDIR: kind = ("file.directory", "a directory")
        case S_IFIFO: kind = ("file.fifo", "a named pipe")
        case S_IFSOCK: kind = ("file.socket", "a socket")
        case S_IFLNK: kind = ("file.symbolic-link", "a symbolic link")
        default: kind = ("file.device", "a device")
        }
        throw StreamProblem(
            id: kind.id, message: "`\(path)` is \(kind.name), not a regular file", advice: "Give a regular file.")
    }

    private static func badPath(_ id: String, _ path: String, _ what: String) -> StreamProblem {
        StreamProblem(
            id: id, message: "the path `\(path)` \(what)", advice: "Give a plain path below the release folder.")
    }

    static func unreadable(_ path: String, _ code: Int32) -> StreamProblem {
        let missing = code == ENOENT || code == ENOTDIR
        return StreamProblem(
            id: missing ? "file.missing" : "file.unreadable",
            message: "`\(path)` cannot be read: \(String(cString: strerror(code)))",
            advice: missing
                ? "Check the name, or collect the file again." : "Check the file's permissions and the disk.")
    }
}
