internal import Glibc

/// A child process of a test, found on the PATH; its exit status, or `nil` if it could not be started.
func runProgram(_ arguments: [String], environment extra: [String] = []) -> Int32? {
    var strings = arguments.map { strdup($0) }
    strings.append(nil)
    var variables = extra.map { strdup($0) }
    var index = 0
    while let entry = environ[index] {
        variables.append(strdup(entry))
        index += 1
    }
    variables.append(nil)
    defer { (strings + variables).forEach { free($0) } }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    var child = pid_t()
    guard posix_spawnp(&child, arguments[0], &actions, nil, strings, variables) == 0 else { return nil }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    return status & 0x7F == 0 ? status >> 8 & 0xFF : 128
}

/// Whether a program is on the PATH.
func isInstalled(_ program: String) -> Bool {
    guard let path = getenv("PATH") else { return false }
    return String(cString: path).utf8.split(separator: UInt8(ascii: ":")).contains { folder in
        access((String(folder) ?? "") + "/" + program, X_OK) == 0
    }
}

/// A folder that is removed when this goes away.
final class TemporaryFolder {
    let path: String

    init() {
        var template = Array("/tmp/streams-tests-XXXXXX".utf8CString)
        path = mkdtemp(&template).map { String(cString: $0) } ?? "/tmp"
    }

    deinit { if path != "/tmp" { _ = runProgram(["rm", "-rf", path]) } }

    func write(_ name: String, _ bytes: [UInt8]) {
        guard let file = fopen(path + "/" + name, "wb") else { return }
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
    }
}
