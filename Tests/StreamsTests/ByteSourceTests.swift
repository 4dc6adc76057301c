internal import Glibc
import Testing

@testable import Streams

@Suite struct ByteSourceTests {
    private let folder = TemporaryFolder()

    private func problem(_ path: String) -> String? {
        do throws(StreamProblem) {
            _ = try ByteSource.open(root: folder.path, relativePath: path)
            return nil
        } catch { return error.id }
    }

    @Test(arguments: [0, 1, 3, 262_143, 262_144, 262_145, 700_000])
    func `a file is read whole and its digest is that of its bytes`(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        folder.write("file", bytes)
        let source = try ByteSource.open(root: folder.path, relativePath: "file")
        #expect(source.byteCountAtOpen == Int64(count))
        var read: [UInt8] = []
        while let chunk = try source.next() { read += Array(chunk.buffer) }
        #expect(read == bytes)
        #expect(try source.finish() == FileDigest(sha256: SHA.hex(bytes), byteCount: Int64(count)))
    }

    @Test func `what nobody read is hashed too, and a look at the start takes nothing away`() throws {
        folder.write("file", Array(repeating: 7, count: 600_000))
        let source = try ByteSource.open(root: folder.path, relativePath: "file")
        #expect(try source.preamble(limit: 10).isWhole == false)
        _ = try source.next()
        #expect(try source.finish().sha256 == SHA.hex([UInt8](repeating: 7, count: 600_000)))
    }

    @Test func `the digest of nothing is the known one`() {
        #expect(SHA.hex(of: "") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(SHA.hex(of: "abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test(arguments: [
        ("", "file.empty-path"), ("/etc/hostname", "file.absolute-path"), ("../x", "file.path-component"),
        ("a/../file", "file.path-component"), ("./file", "file.path-component"), ("a//file", "file.path-component"),
        ("file/", "file.path-component"), ("a\\file", "file.backslash-in-path"), ("fi\0le", "file.nul-in-path"),
        ("missing", "file.missing"), ("file/below", "file.missing"), ("a", "file.directory"),
        ("..\u{301}/\u{301}../x", "file.missing"),
    ])
    func `a path that is not plain is refused`(path: String, id: String) {
        mkdir(folder.path + "/a", 0o700)
        folder.write("file", [1])
        folder.write("a/file", [1])
        #expect(problem("a/file") == nil)
        #expect(problem(path) == id)
    }

    @Test func `a symbolic link is refused at every level, wherever it leads`() {
        mkdir(folder.path + "/a", 0o700)
        folder.write("a/file", [1])
        symlink("a", folder.path + "/link")
        symlink("a/file", folder.path + "/leaf")
        symlink("/etc/hostname", folder.path + "/out")
        symlink("loop", folder.path + "/loop")
        symlink("nowhere", folder.path + "/dangling")
        for path in ["link/file", "leaf", "out", "loop", "dangling", "loop/x"] {
            #expect(problem(path) == "file.symbolic-link", "\(path)")
        }
    }

    @Test func `what is no regular file is refused without waiting`() {
        mkfifo(folder.path + "/fifo", 0o600)
        let socket = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = folder.path + "/socket"
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        #expect(problem("fifo") == "file.fifo")
        #expect(problem("socket") == "file.socket")
        do throws(StreamProblem) {
            _ = try ByteSource.open(root: "/dev", relativePath: "null")
            Issue.record("a device was opened")
        } catch { #expect(error.id == "file.device") }
    }

    @Test func `a file with a second name is refused`() {
        folder.write("file", [1])
        link(folder.path + "/file", folder.path + "/other")
        #expect(problem("file") == "file.hard-link")
    }

    @Test(arguments: ["grown", "cut", "touched"])
    func `a file that changes while it is read is refused`(how: String) throws {
        folder.write("file", Array(repeating: 1, count: 600_000))
        let source = try ByteSource.open(root: folder.path, relativePath: "file")
        _ = try source.next()
        switch how {
        case "grown":
            let file = fopen(folder.path + "/file", "ab")
            fwrite([UInt8](repeating: 2, count: 10), 1, 10, file)
            fclose(file)
        case "cut": truncate(folder.path + "/file", 500_000)
        default:
            var times = [timespec(tv_sec: 1, tv_nsec: 0), timespec(tv_sec: 1, tv_nsec: 0)]
            utimensat(AT_FDCWD, folder.path + "/file", &times, 0)
        }
        let problem = #expect(throws: StreamProblem.self) { try source.finish() }
        #expect(problem?.id == "file.changed-while-read")
    }
}
