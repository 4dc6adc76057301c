import Glibc
import Model

/// The paths below a folder, whatever each entry is: what may not be read is refused when it is opened.
enum FileTree {
    /// Relative paths of everything below `folder` of `root` but folders, sorted by bytes; links are listed, never followed.
    /// - Throws: `Problem` when a folder cannot be listed or holds too much.
    static func paths(below folder: String, of root: String) throws -> [String] {
        var found: [String] = []
        var pending = [folder]
        while let prefix = pending.popLast() {
            guard let stream = opendir(prefix.isEmpty ? root : "\(root)/\(prefix)") else {
                if prefix == folder, errno == ENOENT { return [] }
                throw unreadable(prefix)
            }
            defer { closedir(stream) }
            errno = 0
            while let entry = readdir(stream) {
                let name = withUnsafePointer(to: entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                guard name != ".", name != ".." else { continue }
                let path = prefix.isEmpty ? name : "\(prefix)/\(name)"
                var status = stat()
                guard lstat("\(root)/\(path)", &status) == 0 else { throw unreadable(path) }
                if status.st_mode & S_IFMT == S_IFDIR { pending.append(path) } else { found.append(path) }
                guard found.count + pending.count <= 200_000, path.utf8.count < 4_000 else {
                    throw Problem(
                        "folder.too-large", "more than 200,000 files, or paths longer than 4,000 bytes",
                        at: Place(prefix),
                        advice: "Remove what is no evidence.")
                }
                errno = 0
            }
            guard errno == 0 else { throw unreadable(prefix) }
        }
        return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private static func unreadable(_ path: String) -> Problem {
        Problem("folder.unreadable", "the folder cannot be listed", at: Place(path), advice: "Check its permissions.")
    }
}
