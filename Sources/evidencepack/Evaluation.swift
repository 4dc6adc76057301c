import ArgumentParser
import Glibc
import Model
import Promotion

/// The release to evaluate and the moment at which it is.
struct Evaluation: ParsableArguments {
    @Argument(
        help: "The release folder: release.yml, checklist.md, rules.yml, evidence/.",
        completion: .directory)
    var release: String

    @Option(help: "Evaluate as of this moment, e.g. 2026-11-20T16:00:00Z. Now, unless given.")
    var at: Instant?

    /// The clock is read here and nowhere else.
    static var now: Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int64(time.tv_sec) * 1000)
    }

    /// Loads, reads and judges; configuration problems are printed and end the run with 65.
    /// - Parameter gate: the gate that is decided for what comes next, if there is one.
    func pack(before gate: String? = nil) async throws -> Pack {
        var loaded = try Evaluation.load(release)
        if let rule = loaded.policy.gates.first(where: { $0.id == gate }) {
            loaded.judgesInRetrospect = rule.after != nil
        }
        let cores = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        return try await Evaluation.reporting { [loaded] in
            let moment = at ?? Evaluation.now
            guard Terminal.showsProgress else {
                return try await Promotion.assess(loaded, at: moment, toolVersion: Tool.version, workers: cores)
            }
            let progress = Progress(total: try Promotion.evidenceBytes(of: loaded))
            defer { progress.clear() }
            return try await Promotion.assess(
                loaded, at: moment, toolVersion: Tool.version, workers: cores, onRead: { progress.take($0) })
        }
    }

    static func load(_ folder: String) throws -> LoadedRelease {
        var status = stat()
        guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            Terminal.warn(
                "\(folder): there is no such folder. Make one with `evidencepack init \(folder)`."
            )
            throw ExitStatus.missingInput.code
        }
        do {
            return try Promotion.load(folder)
        } catch let problems as ConfigurationProblems {
            for problem in problems.problems { Terminal.warn(problem) }
            let count = problems.problems.count
            Terminal.warn(
                "\(count) problem\(count == 1 ? "" : "s") in the configuration; nothing was evaluated.")
            let isMissing = problems.problems.contains { $0.id == "configuration.missing-file" }
            throw (isMissing ? ExitStatus.missingInput : .badConfiguration).code
        } catch let problem as Problem {
            Terminal.warn(problem)
            throw ExitStatus(problem).code
        }
    }

    /// Prints a problem that ends the run, and turns it into its exit code.
    static func reporting<T>(_ body: () async throws -> T) async throws -> T {
        do {
            return try await body()
        } catch let problems as ConfigurationProblems {
            for problem in problems.problems { Terminal.warn(problem) }
            throw ExitStatus.badConfiguration.code
        } catch let problem as Problem {
            Terminal.warn(problem)
            throw ExitStatus(problem).code
        }
    }
}

extension Instant: ExpressibleByArgument {
    public init?(argument: String) { self.init(rfc3339: argument) }
}
