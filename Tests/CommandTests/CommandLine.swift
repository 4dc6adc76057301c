import Glibc
import TestKit

/// Runs the built executable as a user would.
struct Run {
    private let shell: Shell
    var status: Int32 { shell.status }
    var out: String { shell.out }
    var err: String { shell.err }

    /// The test runner stands beside the executable in the build folder.
    static let tool: String = {
        let folder = CommandLine.arguments[0].split(separator: "/").dropLast().joined(separator: "/")
        let candidates = ["/\(folder)/evidencepack", "\(packageRoot)/.build/debug/evidencepack"]
        return candidates.first { access($0, X_OK) == 0 } ?? "evidencepack"
    }()

    init(_ arguments: String...) { self.init(arguments) }

    init(_ arguments: [String]) { shell = Shell(executable: Self.tool, arguments) }

    /// A shell script in a folder, in which `$0` is the executable.
    init(script: String, in folder: String) { shell = Shell(script, in: folder, as: Self.tool) }
}
