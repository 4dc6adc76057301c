import CLinux
import Glibc
import Model
import Streams

/// A saved plan, read once into memory that nobody can change any more: what is hashed is what the command gets, whatever
/// happens to the file meanwhile.
package final class SealedPlan: Sendable {
    /// SHA-256 of the bytes.
    package let sha256: String
    private let descriptor: Int32

    /// Where a child of this process finds the bytes, read-only.
    package var path: String { "/proc/self/fd/\(descriptor)" }

    /// - Throws: `Problem` when there is no such regular file, or it cannot be sealed.
    package init(_ path: String) throws {
        let folder = CapturedOutput.folder(of: path)
        let name = String(path.split(separator: "/").last ?? "")
        do {
            let source = try ByteSource.open(root: folder, relativePath: name)
            (descriptor, sha256) = try Self.copy(source, path)
        } catch let problem as StreamProblem {
            throw Problem("input.plan", problem.message, at: Place(path), advice: problem.advice)
        }
    }

    private static func copy(_ source: ByteSource, _ path: String) throws -> (descriptor: Int32, sha256: String) {
        let descriptor = evidencepack_memory_file("prod.plan")
        guard descriptor >= 0 else { throw failure("cannot be copied", path) }
        do {
            while let chunk = try source.next() {
                guard Disk.write(UnsafeRawBufferPointer(chunk.buffer), to: descriptor) else {
                    throw failure("cannot be copied", path)
                }
            }
            let digest = try source.finish()
            guard evidencepack_seal(descriptor) == 0 else { throw failure("cannot be sealed", path) }
            return (descriptor, digest.sha256)
        } catch {
            close(descriptor)
            throw error
        }
    }

    deinit { close(descriptor) }

    private static func failure(_ what: String, _ path: String) -> Problem {
        Problem(
            "input.plan", "the plan \(what): \(String(cString: strerror(errno)))", at: Place(path),
            advice: "A plan is handed to a command only through memory that nobody can change.")
    }

    /// Becomes the command, in which this plan stands for every word that names the file.
    /// - Throws: `Problem` when the command does not name the plan, or cannot be run; else it does not return.
    package func run(_ command: [String], as name: String) throws -> Never {
        try Self.become(PlanWords(name).replaced(in: command, by: path))
    }

    /// Becomes the command, with all signals as they are at the start of a program: the thread that calls may block some.
    package static func become(_ command: [String]) throws -> Never {
        var none = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, nil)
        var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        execvp(command[0], &arguments)
        let cause = errno
        throw Problem(
            cause == ENOENT ? "command.not-found" : "command.cannot-run",
            "the command cannot be run: \(String(cString: strerror(cause)))", at: Place(command[0]),
            advice: "Nothing was run. Check its name, its permissions and PATH.")
    }
}
