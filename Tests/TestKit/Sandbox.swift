import Glibc

/// A temporary folder that is removed with its last owner.
package final class Sandbox: Sendable {
    package let path: String

    package init() {
        var template = Array("/tmp/evidencepack-test-XXXXXX".utf8CString)
        path = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) } ?? "/nonexistent"
        }
    }

    deinit { Sandbox.remove(path) }

    /// Writes a file, making its folders.
    package func write(_ bytes: [UInt8], to name: String) {
        var prefix = path
        for part in name.split(separator: "/").dropLast() {
            prefix += "/\(part)"
            mkdir(prefix, 0o755)
        }
        guard let file = fopen("\(path)/\(name)", "w") else { return }
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
    }

    /// Copies a folder tree into this one.
    package func copy(_ folder: String) {
        for name in Sandbox.files(below: folder) { write(Sandbox.bytes("\(folder)/\(name)") ?? [], to: name) }
    }

    /// Content of a file; `nil` when it cannot be read.
    package static func bytes(_ path: String) -> [UInt8]? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var all: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            guard count > 0 else { return all }
            all += chunk[..<count]
        }
    }

    /// Relative paths of all files, sorted.
    package static func files(below folder: String) -> [String] {
        var found: [String] = []
        var pending = [""]
        while let prefix = pending.popLast() {
            guard let stream = opendir("\(folder)/\(prefix)") else { continue }
            defer { closedir(stream) }
            while let entry = readdir(stream) {
                let name = withUnsafePointer(to: entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                guard name != ".", name != ".." else { continue }
                let path = prefix.isEmpty ? name : "\(prefix)/\(name)"
                if entry.pointee.d_type == UInt8(DT_DIR) { pending.append(path) } else { found.append(path) }
            }
        }
        return found.sorted()
    }

    private static func remove(_ folder: String) {
        var folders = [folder]
        var index = 0
        while index < folders.count {
            let folder = folders[index]
            index += 1
            guard let stream = opendir(folder) else { continue }
            while let entry = readdir(stream) {
                let name = withUnsafePointer(to: entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                guard name != ".", name != ".." else { continue }
                if entry.pointee.d_type == UInt8(DT_DIR) {
                    folders.append("\(folder)/\(name)")
                } else {
                    unlink("\(folder)/\(name)")
                }
            }
            closedir(stream)
        }
        for folder in folders.reversed() { rmdir(folder) }
    }
}

/// The package's own folder, found from this file's place.
package let packageRoot: String = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }
