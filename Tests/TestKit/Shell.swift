import Glibc

/// A program that ran to its end, with what it printed.
package struct Shell: Sendable {
    package let status: Int32
    package let out: String
    package let err: String

    /// A shell script in a folder; `$0` is `name`.
    package init(_ script: String, in folder: String, as name: String = "sh") {
        self.init(executable: "/bin/sh", ["-c", "cd '\(folder)' || exit 99\n\(script)", name])
    }

    package init(executable: String, _ arguments: [String]) {
        let sandbox = Sandbox()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        for (descriptor, name) in [(STDOUT_FILENO, "out"), (STDERR_FILENO, "err")] {
            posix_spawn_file_actions_addopen(&actions, descriptor, "\(sandbox.path)/\(name)", O_CREAT | O_WRONLY, 0o600)
        }
        var process = pid_t()
        let words = ([executable] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var code: Int32 = -1
        if posix_spawn(&process, executable, &actions, nil, words, environ) == 0 {
            while waitpid(process, &code, 0) < 0, errno == EINTR {}
        }
        status = code < 0 ? code : (code >> 8) & 0xFF
        out = String(decoding: Sandbox.bytes("\(sandbox.path)/out") ?? [], as: UTF8.self)
        err = String(decoding: Sandbox.bytes("\(sandbox.path)/err") ?? [], as: UTF8.self)
    }

    /// Whether a program is on the PATH.
    package static func has(_ program: String) -> Bool {
        Shell("command -v \(program)", in: "/").status == 0
    }
}
