import Glibc
import Model
import Streams

/// What a command prints, on its way into a file: hashed as it is written, under another name until it is whole.
struct CapturedOutput {
    let path: String
    /// Whether it also goes to standard output.
    private var isShown: Bool
    private let temporary: String
    private let descriptor: Int32
    private var digest = SHA.Incremental()
    /// The file keeps what the command printed; what is shown shows no secret.
    private var shown = SecretStream()
    /// What went wrong with the file. The command goes on all the same: stopping an apply would cost more than its log.
    private(set) var failure: Problem?

    /// - Throws: `Problem` when there can be no such file.
    init(path: String, isShown: Bool) throws {
        let folder = Self.folder(of: path)
        try Disk.makeFolder(folder)
        var status = stat()
        if lstat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            throw Problem(
                "output.cannot-write", "it exists and is no regular file", at: Place(path),
                advice: "Choose another name.")
        }
        let name = path.split(separator: "/").last ?? ""
        (self.path, self.isShown, temporary) = (path, isShown, "\(folder)/.\(name).\(getpid()).recording")
        descriptor = try Disk.create(temporary)
    }

    var sha256: String { digest.hex }

    mutating func take(_ bytes: UnsafeRawBufferPointer) {
        if failure == nil {
            if Disk.write(bytes, to: descriptor) {
                digest.update(Bytes(bytes.bindMemory(to: UInt8.self)))
            } else {
                failure = Disk.failure("the command ran, but its output could not be kept", path)
            }
        }
        if isShown { show(shown.take(bytes)) }
    }

    /// Nothing more comes.
    mutating func end() { if isShown { show(shown.finish()) } }

    private mutating func show(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { if !$0.isEmpty { isShown = Disk.write($0, to: STDOUT_FILENO) } }
    }

    /// Puts the file in its place. A record of what stood there before goes first: it must never be seen beside this output.
    func keep(removing record: String) throws {
        try Disk.close(descriptor, of: path)
        if unlink(record) != 0, errno != ENOENT { throw Disk.failure("cannot remove the old record", record) }
        guard rename(temporary, path) == 0 else { throw Disk.failure("cannot put the output in place", path) }
        try Disk.flush(folder: Self.folder(of: path))
    }

    func discard() {
        close(descriptor)
        unlink(temporary)
    }

    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
