import Model

/// Who says which digest the saved plan has: run records that name it, lists of checksums, and the file itself.
struct PlanDigests: Sendable {
    /// One statement of a digest.
    struct Source {
        let sha256: String
        let path: String
        let place: Place
    }

    private(set) var runs: [(run: CommandRun, path: String)] = []
    private var sums = Kept<(sum: FileChecksum, path: String)>(most: 10_000)
    var isCut: Bool { sums.isCut }
    /// The folder of the item that makes the plan.
    private static let folder = "evidence/deploy.plan/"

    mutating func take(_ fact: Fact, path: String) {
        switch fact {
        case .commandRun(let run): runs.append((run, path))
        case .checksum(let sum): sums.append((sum, path))
        default: break
        }
    }

    mutating func merge(_ later: PlanDigests) {
        runs += later.runs
        sums.merge(later.sums)
    }

    /// The name of the saved plan, whatever folder it lies in.
    static func name(in context: CheckContext) -> String {
        context.release.terraform?.plan.map(lastComponent) ?? "prod.plan"
    }

    /// Whether the file stands among the evidence of the plan, not of what was done with it.
    static func isPlanning(_ path: String) -> Bool { path.hasPrefix(folder) }

    /// Every statement about the saved plan in the files that `counts` accepts, in their order.
    func sources(in context: CheckContext, where counts: (String) -> Bool) -> [Source] {
        let name = Self.name(in: context)
        let recorded = runs.filter { counts($0.path) }.flatMap { run, path in
            run.subjects.filter { lastComponent($0.name) == name }.map {
                Source(sha256: $0.sha256, path: path, place: Place(path, line: run.line))
            }
        }
        let listed = sums.all.filter { counts($0.path) }.compactMap { sum, path -> Source? in
            guard isOfPlan(sum, path, name, context) else { return nil }
            return Source(sha256: sum.sha256, path: path, place: Place(path, line: sum.line))
        }
        return recorded + listed
    }

    /// An answer of S3 names its object only in the command; any saved plan among the evidence is taken for the plan.
    private func isOfPlan(_ sum: FileChecksum, _ path: String, _ name: String, _ context: CheckContext) -> Bool {
        guard sum.name.isEmpty else { return lastComponent(sum.name) == name }
        let file = context.file(path)
        if file?.format == "terraform-saved-plan" { return true }
        return file?.subject.command.flatMap { ShellLine($0).value(of: "--key") }.map(lastComponent) == name
    }

    /// The one digest of the plan that the files of deploy.plan state; else the finding that says why there is none.
    func planned(in context: CheckContext) -> (source: Source?, objection: Finding?) {
        Self.one(
            sources(in: context, where: Self.isPlanning), of: Self.name(in: context),
            next: "evidencepack record --product \(Self.name(in: context)) … -- terraform plan …")
    }

    static func one(_ sources: [Source], of name: String, next: String?) -> (source: Source?, objection: Finding?) {
        guard let first = sources.first else {
            return (
                nil,
                Finding(
                    .unknown, "nothing states the SHA-256 of \(name)", observed: "no digest", limit: "its SHA-256",
                    next: next)
            )
        }
        if let other = sources.first(where: { $0.sha256 != first.sha256 }) {
            let message =
                "two digests of \(name): \(first.path) says \(short(first.sha256)), \(other.path) \(short(other.sha256))"
            return (
                nil, Finding(.error, message, observed: other.sha256, limit: first.sha256, at: other.place, next: next)
            )
        }
        return (first, nil)
    }

    /// Enough of a digest for a sentence.
    static func short(_ sha256: String) -> String { "sha256:\(sha256.prefix(12))…" }
}
