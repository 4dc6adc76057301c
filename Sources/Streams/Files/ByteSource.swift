internal import Glibc

/// One open input, read once and hashed as it is read, so that what is parsed and what is sealed are the same bytes.
///
/// `read` into one 256 KiB window: no memory mapping, for a truncated mapping kills the process (PERFORMANCE.md).
package final class ByteSource {
    private enum Input {
        case file(RegularFile)
        case memory([UInt8], read: Int)
    }

    private static let windowBytes = 1 << 18

    private var input: Input
    private let chunk: Int
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private var filled = 0
    private var handed = 0
    private var ended = false
    private var digest = SHA.Incremental()
    private var bytesRead: Int64 = 0

    /// Hears how many bytes more were read.
    package var onRead: (@Sendable (Int) -> Void)?

    /// The size when it was opened.
    package let byteCountAtOpen: Int64?

    private init(_ input: Input, chunk: Int, size: Int64) {
        self.input = input
        self.chunk = chunk
        byteCountAtOpen = size
        capacity = ByteSource.windowBytes + 64
        base = .allocate(capacity: capacity)
    }

    deinit { base.deallocate() }

    /// Opens the regular file at `relativePath` below `root`, following no link; each refusal has its own `file.…` id.
    package static func open(root: String, relativePath: String) throws(StreamProblem) -> ByteSource {
        let file = try RegularFile.open(root: root, relativePath: relativePath)
        return ByteSource(.file(file), chunk: windowBytes, size: file.stamp.size)
    }

    /// Bytes in memory, read as if they were a file.
    package convenience init(bytes: [UInt8]) { self.init(bytes: bytes, chunk: ByteSource.windowBytes) }

    /// Bytes in memory, handed out at most `chunk` at a time: for tests of what falls on an edge.
    init(bytes: [UInt8], chunk: Int) {
        self.input = .memory(bytes, read: 0)
        self.chunk = max(chunk, 1)
        byteCountAtOpen = Int64(bytes.count)
        capacity = ByteSource.windowBytes + 64
        base = .allocate(capacity: capacity)
    }

    /// The next bytes, or `nil` at the end; they are valid until the next call.
    package func next() throws(StreamProblem) -> Bytes? {
        if handed == filled {
            filled = 0
            handed = 0
            try fill(to: 1)
            if filled == 0 { return nil }
        }
        let count = min(chunk, filled - handed)
        let bytes = Bytes(UnsafePointer(base + handed), count: count)
        handed += count
        return bytes
    }

    /// The first bytes, at most `limit`, without consuming them; call it before `next()`.
    func peek(_ limit: Int) throws(StreamProblem) -> (bytes: Bytes, isWhole: Bool) {
        precondition(handed == 0, "peek comes before next")
        if limit > capacity { grow(to: limit) }
        try fill(to: limit)
        // One byte more tells a file that ends exactly here from one that goes on.
        if filled == limit, !ended, limit < capacity { try fill(to: limit + 1) }
        let count = min(limit, filled)
        return (Bytes(UnsafePointer(base), count: count), ended && count == filled)
    }

    /// Reads what is left, and returns the digest of all of it.
    ///
    /// Throws `file.changed-while-read` if the file's size, time of change or identity is no longer what it was.
    package func finish() throws(StreamProblem) -> FileDigest {
        while try next() != nil {}
        if case .file(let file) = input {
            let now = try file.currentStamp()
            guard now == file.stamp, bytesRead == file.stamp.size else { throw changed(file, size: now.size) }
        }
        return FileDigest(sha256: digest.hex, byteCount: bytesRead)
    }

    private func changed(_ file: RegularFile, size: Int64) -> StreamProblem {
        StreamProblem(
            id: "file.changed-while-read",
            message: "the file changed while it was read (\(file.stamp.size) bytes at first, \(size) now)",
            advice: "Wait until the tool that writes it is done, and run again.")
    }

    private func grow(to size: Int) {
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: size)
        larger.update(from: base, count: filled)
        base.deallocate()
        base = larger
        capacity = size
    }

    private func fill(to wanted: Int) throws(StreamProblem) {
        while filled < wanted, !ended {
            let room = min(capacity - filled, ByteSource.windowBytes)
            let got: Int
            switch input {
            case .file(let file):
                got = try file.read(into: base + filled, count: room)
            case .memory(let bytes, let read):
                got = min(room, bytes.count - read)
                bytes.withUnsafeBufferPointer { whole in
                    if let start = whole.baseAddress { (base + filled).update(from: start + read, count: got) }
                }
                input = .memory(bytes, read: read + got)
            }
            if got == 0 {
                ended = true
                return
            }
            digest.update(Bytes(UnsafePointer(base + filled), count: got))
            bytesRead += Int64(got)
            onRead?(got)
            filled += got
            // A file that grows as fast as it is read would never end.
            if case .file(let file) = input, bytesRead > file.stamp.size { throw changed(file, size: bytesRead) }
        }
    }
}
