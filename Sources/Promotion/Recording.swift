import Glibc
package import Model
import Sealing
import Streams
import Subprocess
import SystemPackage

/// A command to run and record: what it prints goes into a file, and an in-toto statement about the run beside that.
package struct Recording: Sendable {
    /// Executable and arguments; no shell reads them.
    package let argv: [String]
    /// The file for what the command prints.
    package let output: String
    /// Files that the command leaves, or works on, whose digests the record states.
    package var products: [String] = []
    package var environment: String?
    package var by: String?
    /// Whether standard error is captured too, in the order of printing.
    package var takesErrors = false
    /// Whether what is captured is also shown.
    package var isShown = false

    package init(argv: [String], output: String) {
        self.argv = argv
        self.output = output
    }

    /// What only the executable may look at.
    package struct Surroundings: Sendable {
        package let workingDirectory: String
        package let host: String
        package let now: @Sendable () -> Instant

        package init(workingDirectory: String, host: String, now: @escaping @Sendable () -> Instant) {
            self.workingDirectory = workingDirectory
            self.host = host
            self.now = now
        }
    }

    /// How the run ended.
    package struct Outcome: Sendable {
        /// The command's own, 128 and more when a signal ended it; or what kept it from being recorded.
        package var status: Int32
        /// Why there is no record.
        package var problem: Problem?
    }

    /// Runs the command to its end. Its output is kept however it ends; the record only of a run that was not interrupted
    /// and whose products are there.
    /// - Throws: `Problem` when nothing was run, or what it printed could not be kept.
    package func run(in surroundings: Surroundings) async throws -> Outcome {
        let record = try recordPath()
        let names = try subjectNames()
        try refuseForeignRecord(at: record, of: names[0])
        // Asked before anything is written or run, both of which can change the answer.
        let checkout = await GitCheckout.current()
        ForwardedSignals.begin()
        var capture = try CapturedOutput(path: output, isShown: isShown)
        let startedAt = surroundings.now()
        let status: Int32
        do { status = try await execute(into: &capture) } catch {
            capture.discard()
            throw error
        }
        capture.end()
        let endedAt = surroundings.now()
        if let failure = capture.failure {
            capture.discard()
            throw failure
        }
        var run = CommandRun(
            argv: argv, exitStatus: Int(status), startedAt: startedAt, endedAt: endedAt, line: 1)
        (run.commit, run.isDirty) = (checkout.commit, checkout.isDirty)
        (run.environment, run.by) = (environment, by)
        run.workingDirectory = checkout.folder ?? surroundings.workingDirectory
        run.host = surroundings.host
        var missing: Problem?
        do { run.subjects = try subjects(names, output: capture.sha256) } catch let problem as Problem {
            missing = problem
        }
        try capture.keep(removing: record)
        if let signal = ForwardedSignals.received {
            return Outcome(
                status: 128 + signal,
                problem: unrecorded("interrupted", "the run was interrupted", "Run it again, to its end."))
        }
        if let missing { return Outcome(status: status == 0 ? 66 : status, problem: missing) }
        guard endedAt >= startedAt else {
            return Outcome(
                status: 70, problem: unrecorded("clock", "the clock was set back during the run", "Run it again."))
        }
        let fresh = "\(record).\(getpid()).recording"
        unlink(fresh)
        try Disk.writeFile(fresh, RunStatement.document(run).pretty)
        guard rename(fresh, record) == 0 else { throw Disk.failure("cannot put the record in place", record) }
        try Disk.flush(folder: CapturedOutput.folder(of: record))
        return Outcome(status: status)
    }

    private func unrecorded(_ id: String, _ message: String, _ advice: String) -> Problem {
        Problem("command.\(id)", "\(message): the output is kept, without a record", at: Place(output), advice: advice)
    }

    private func execute(into capture: inout CapturedOutput) async throws -> Int32 {
        let name = argv[0]
        let executable: Executable = name.utf8.contains(47) ? .path(FilePath(name)) : .name(name)
        let arguments = Arguments(Array(argv.dropFirst()))
        defer { ForwardedSignals.end() }
        do {
            let status =
                if takesErrors {
                    try await Subprocess.run(
                        executable, arguments: arguments, input: .currentStandardInput, output: .sequence,
                        error: .combinedWithOutput
                    ) { execution in
                        try await drain(execution.standardOutput, of: execution.processIdentifier, into: &capture)
                    }.terminationStatus
                } else {
                    try await Subprocess.run(
                        executable, arguments: arguments, input: .currentStandardInput, output: .sequence,
                        error: .currentStandardError
                    ) { execution in
                        try await drain(execution.standardOutput, of: execution.processIdentifier, into: &capture)
                    }.terminationStatus
                }
            switch status {
            case .exited(let code): return code
            case .signaled(let number): return 128 + number
            }
        } catch let error as SubprocessError {
            // A path that leads to something which is no program is told apart as the shell does; a name is not.
            let isMissing = error.code == .executableNotFound && (!name.utf8.contains(47) || access(name, F_OK) != 0)
            throw Problem(
                isMissing ? "command.not-found" : "command.cannot-run",
                isMissing ? "there is no such command" : "the command cannot be run: \(error)", at: Place(name),
                advice: "Nothing was run. Check its name, its permissions and PATH.")
        }
    }

    private func drain(
        _ chunks: SubprocessOutputSequence, of process: ProcessIdentifier, into capture: inout CapturedOutput
    ) async throws {
        ForwardedSignals.forward(to: process.value)
        for try await chunk in chunks { chunk.withUnsafeBytes { capture.take($0) } }
    }

    /// Digests of the output and of the products as they are now, after the run.
    private func subjects(_ names: [String], output digest: String) throws -> [CommandRun.Subject] {
        let digests = try products.map { product in
            do {
                let folder = CapturedOutput.folder(of: product)
                return try ByteSource.open(root: folder, relativePath: Self.name(of: product)).finish().sha256
            } catch let problem as StreamProblem {
                throw Problem(
                    "input.no-product", "\(problem.message): the output is kept, without a record",
                    at: Place(product), advice: "Check that the command leaves this file.")
            }
        }
        return zip(names, [digest] + digests).map { CommandRun.Subject(name: $0, sha256: $1) }
    }

    /// Names by which the record calls the output and the products.
    private func subjectNames() throws -> [String] {
        let names = ([output] + products).map(Self.name)
        for (index, name) in names.enumerated() where name.isEmpty || names[..<index].contains(name) {
            throw Problem(
                "usage.subject", "the output and the products need names that differ, without a slash at their end",
                at: Place(index == 0 ? output : products[index - 1]), advice: "Rename one of them.")
        }
        return names
    }

    /// `plan.run.json` beside `plan.txt`.
    private func recordPath() throws -> String {
        let name = Self.name(of: output)
        guard !name.hasSuffix(CommandRun.suffix), !SidecarPairing.isSidecar(name) else {
            throw Problem(
                "usage.output", "this name is that of a record, not of an output", at: Place(output),
                advice: "Choose another name.")
        }
        let stem = name.lastIndex(of: ".").map { $0 == name.startIndex ? name[...] : name[..<$0] } ?? name[...]
        return String(output.dropLast(name.count)) + stem + CommandRun.suffix
    }

    /// `plan.txt` and `plan.json` would have one record between them.
    private func refuseForeignRecord(at record: String, of name: String) throws {
        let folder = CapturedOutput.folder(of: record)
        guard case .success(let run) = RunRecordPairing.read(Self.name(of: record), folder),
            let other = run.subjects.first?.name, other != name
        else { return }
        throw Problem(
            "output.record-taken", "it is the record of \(other), which would lose it", at: Place(record),
            advice: "Nothing was run. Give this output another name.")
    }

    private static func name(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
    }
}
