import CExchange
import Glibc
import Model
import Sealing
import Streams

/// Writes a pack as a whole folder: everything into a hidden sibling, flushed, then swapped in by one rename.
///
/// Until the swap the old pack stays as it was; whoever reads the folder sees the old pack or the new one, never a mix.
package enum PackFolder {
    /// Writes `files` and their SHA256SUMS as `out/name`, replacing what stands there.
    /// - Throws: `Problem` when anything cannot be written; then `out/name` is as it was.
    package static func write(_ files: [String: [UInt8]], as name: String, into out: String) throws {
        guard !name.isEmpty, name.utf8.first != 46, !name.utf8.contains(47) else {
            throw Disk.failure("the pack's name '\(name)' is no folder name", out)
        }
        try Disk.makeFolder(out)
        let lock = open("\(out)/.evidencepack.lock", O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard lock >= 0 else { throw Disk.failure("cannot create the lock file", out) }
        defer { close(lock) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            throw Disk.failure("another run is writing here", out)
        }
        let target = "\(out)/\(name)"
        let fresh = "\(out)/.\(name).new"
        var status = stat()
        if lstat(target, &status) == 0, status.st_mode & S_IFMT != S_IFDIR {
            throw Disk.failure("\(name) exists and is not a folder", target)
        }
        removeTree(fresh)
        do {
            try fill(fresh, with: files)
            let isReplacing = lstat(target, &status) == 0
            guard (isReplacing ? evidencepack_exchange(fresh, target) : rename(fresh, target)) == 0 else {
                throw Disk.failure("cannot put the new pack in place", target)
            }
            do {
                try Disk.flush(folder: out)
            } catch {
                // Not known to be on disk: the old state comes back.
                _ = isReplacing ? evidencepack_exchange(fresh, target) : rename(target, fresh)
                throw error
            }
            removeTree(fresh)
        } catch {
            removeTree(fresh)
            throw error
        }
    }

    private static func fill(_ folder: String, with files: [String: [UInt8]]) throws {
        guard mkdir(folder, 0o755) == 0 else { throw Disk.failure("cannot create the folder", folder) }
        var digests: [String: String] = [:]
        for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
            if let slash = name.lastIndex(of: "/") { try Disk.makeFolder("\(folder)/\(name[..<slash])") }
            try Disk.writeFile("\(folder)/\(name)", bytes)
            digests[name] = SHA.hex(bytes)
        }
        try Disk.writeFile("\(folder)/\(Manifest.fileName)", Manifest(digests: digests).bytes)
        try Disk.flush(folder: folder)
    }

    /// Removes a folder of ours; links inside are removed, never followed.
    private static func removeTree(_ path: String) {
        guard let stream = opendir(path) else { return }
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name != ".", name != ".." else { continue }
            var status = stat()
            guard lstat("\(path)/\(name)", &status) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFDIR {
                removeTree("\(path)/\(name)")
            } else {
                unlink("\(path)/\(name)")
            }
        }
        closedir(stream)
        rmdir(path)
    }
}

extension PackFolder {
    /// SHA-256 in hex of pack.json: what a pack is called by, on its pages, in tickets and on the terminal.
    package static func digest(of files: [String: [UInt8]]) -> String { SHA.hex(files["pack.json"] ?? []) }

    /// The 32 bytes of a SHA-256, for reports, which may not import the room that computes it.
    package static func sha256(_ bytes: [UInt8]) -> [UInt8] { SHA.digest(bytes) }
}
