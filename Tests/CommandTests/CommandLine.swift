import Glibc
import TestKit

/// Runs the built executable as a user would.
struct Run {
    let status: Int32
    let out: String
    let err: String

    /// The test runner stands beside the executable in the build folder.
    private static let tool: String = {
        let folder = CommandLine.arguments[0].split(separator: "/").dropLast().joined(separator: "/")
        let candidates = ["/\(folder)/evidencepack", "\(packageRoot)/.build/debug/evidencepack"]
        return candidates.first { access($0, X_OK) == 0 } ?? "evidencepack"
    }()

    init(_ arguments: String...) { self.init(executable: Self.tool, arguments) }

    /// A shell script in a folder, in which `$0` is the executable.
    init(script: String, in folder: String) {
        self.init(executable: "/bin/sh", ["-c", "cd '\(folder)' || exit 99\n\(script)", Self.tool])
    }

    private init(executable: String, _ arguments: [String]) {
        let sandbox = Sandbox()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (descriptor, name) in [(STDOUT_FILENO, "out"), (STDERR_FILENO, "err")] {
            posix_spawn_file_actions_addopen(&actions, descriptor, "\(sandbox.path)/\(name)", O_CREAT | O_WRONLY, 0o600)
        }
        var process = pid_t()
        let words = ([executable] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var code: Int32 = -1
        if posix_spawn(&process, executable, &actions, nil, words, environ) == 0 { waitpid(process, &code, 0) }
        status = code < 0 ? code : (code >> 8) & 0xFF
        out = String(decoding: Sandbox.bytes("\(sandbox.path)/out") ?? [], as: UTF8.self)
        err = String(decoding: Sandbox.bytes("\(sandbox.path)/err") ?? [], as: UTF8.self)
    }
}
