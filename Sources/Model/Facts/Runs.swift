/// A command that was run and recorded (`evidencepack record`).
package struct CommandRun: Sendable, Hashable {
    /// Type of the in-toto statement that holds one.
    package static let statementType = "https://in-toto.io/Statement/v1"
    /// Type of that statement's predicate.
    package static let predicateType = "urn:evidencepack:run:1"
    /// What the names of its files end with.
    package static let suffix = ".run.json"

    /// A file that the command left, by its digest.
    package struct Subject: Sendable, Hashable {
        package let name: String
        /// 64 lower-case hexadecimal digits.
        package let sha256: String

        package init(name: String, sha256: String) {
            self.name = name
            self.sha256 = sha256
        }
    }

    package var argv: [String]
    package var exitStatus: Int
    package var startedAt: Instant
    package var endedAt: Instant
    package var commit: String?
    /// Tracked files differed from the commit.
    package var isDirty = false
    package var environment: String?
    /// Id of the person of release.yml who ran it.
    package var by: String?
    /// Relative to the top of the repository where there is one, else absolute.
    package var workingDirectory = "."
    package var host = ""
    /// The captured output first, then the products.
    package var subjects: [Subject] = []
    package let line: Int

    package init(argv: [String], exitStatus: Int, startedAt: Instant, endedAt: Instant, line: Int) {
        self.argv = argv
        self.exitStatus = exitStatus
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.line = line
    }
}

extension CommandRun {
    /// The words as a shell would take them.
    package var commandLine: String { argv.map(shellQuoted).joined(separator: " ") }

    /// What the files that the run left are about. Of a tree with changes no commit can be stated, so the commit's id gets
    /// the word `-dirty` and equals none.
    package var subject: EvidenceFile.Subject {
        var subject = EvidenceFile.Subject(
            commit: commit.map { isDirty ? "\($0)-dirty" : $0 }, environment: environment, command: commandLine)
        (subject.exitStatus, subject.by) = (exitStatus, by)
        return subject
    }
}

/// A word as it is written for a POSIX shell: in single quotes when it holds more than letters, digits and `%+,-./:=@_`.
package func shellQuoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { byte in
        (48...57).contains(byte) || (97...122).contains(byte | 32) || "%+,-./:=@_".utf8.contains(byte)
    }
    if isPlain, !word.isEmpty { return word }
    return "'\(word.replacing("'", with: "'\\''"))'"
}

/// A file named with its SHA-256 (`sha256sum`, an object store's checksum, a saved plan itself).
package struct FileChecksum: Sendable, Hashable {
    /// As the listing writes it; empty where the content names no file: a saved plan itself, an answer of S3.
    package let name: String
    /// 64 lower-case hexadecimal digits.
    package let sha256: String
    package let line: Int

    package init(name: String, sha256: String, line: Int) {
        self.name = name
        self.sha256 = sha256
        self.line = line
    }
}

/// How one `terraform apply` ended. Emitted once a run, after its changes.
package struct Apply: Sendable, Hashable {
    /// terraform said `Apply complete!`.
    package var saysComplete = false
    /// Counts of `Apply complete! Resources: …`; `nil` without that line, or where the CI system masked a number.
    package var declared: Plan.Counts?
    /// Counted from the `complete after` lines.
    package var counted = Plan.Counts()
    package var errors: [String] = []
    package var warnings: [String] = []
    /// Cancelled, interrupted or crashed.
    package var isInterrupted = false
    /// Times of the first and the last entry, where the log has such.
    package var startedAt: Instant?
    package var endedAt: Instant?
    package var line: Int

    package init(line: Int) { self.line = line }
}

/// One resource that an apply created, changed, destroyed or imported.
package struct AppliedChange: Sendable, Hashable {
    package enum Action: String, Sendable, Hashable { case create, update, delete, `import` }

    package let action: Action
    package let address: String
    /// `false` when the log shows its start and never its end.
    package let isComplete: Bool
    package let line: Int

    package init(action: Action, address: String, isComplete: Bool, line: Int) {
        self.action = action
        self.address = address
        self.isComplete = isComplete
        self.line = line
    }
}
