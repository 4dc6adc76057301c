import Subprocess

/// The git work tree in which a command is run.
struct GitCheckout {
    /// `nil` outside a repository, or before its first commit.
    var commit: String?
    /// Tracked files differ from the commit, or git could not tell.
    var isDirty = false
    /// The working directory seen from the top of the repository, `.` there; `nil` outside one.
    var folder: String?

    /// That of the working directory.
    static func current() async -> GitCheckout {
        var checkout = GitCheckout()
        guard let prefix = await git("rev-parse", "--show-prefix") else { return checkout }
        checkout.folder = prefix.isEmpty ? "." : (prefix.hasSuffix("/") ? String(prefix.dropLast()) : prefix)
        checkout.commit = await git("rev-parse", "--verify", "--quiet", "HEAD")
        guard checkout.commit != nil else { return checkout }
        // Untracked files do not count, as for `git describe --dirty`: the evidence itself often is one.
        checkout.isDirty = await git("--no-optional-locks", "status", "--porcelain", "--untracked-files=no") != ""
        return checkout
    }

    private static func git(_ arguments: String...) async -> String? {
        guard
            let result = try? await Subprocess.run(
                .name("git"), arguments: Arguments(arguments), output: .string(limit: 65_536)),
            result.terminationStatus.isSuccess
        else { return nil }
        let text = result.standardOutput
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}
