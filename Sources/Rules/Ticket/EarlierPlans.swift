import Model

/// Saved plans with the records that tie documents to them: those of one side, made earlier or at hand.
///
/// Of their documents only what `terraform show -json` writes proves what a plan would do: its text leaves out secret and
/// write-only values, and the values of variables that provisioners use.
struct RecordedPlans: Sendable {
    private var runs: [(run: CommandRun, path: String)] = []
    private var plans: [(plan: Plan, path: String)] = []

    mutating func take(_ fact: Fact, path: String) {
        switch fact {
        case .commandRun(let run): runs.append((run, path))
        case .plan(let plan): plans.append((plan, path))
        default: break
        }
    }

    mutating func merge(_ later: RecordedPlans) {
        runs += later.runs
        plans += later.plans
    }

    /// Digests of all saved plans that a planning run left, sorted.
    func digests(in context: CheckContext) -> [String] {
        let name = PlanDigests.name(in: context)
        let made = runs.filter { PlanUnderReview.isPlanning($0.run) }.flatMap { entry in
            entry.run.subjects.filter { lastComponent($0.name) == name }.map(\.sha256)
        }
        return Set(made).sorted()
    }

    /// All that is proven about the plan of that digest.
    func plan(_ sha256: String, in context: CheckContext) throws(Unproven) -> RecordedPlan {
        let name = PlanDigests.name(in: context)
        let naming = runs.filter { entry in
            entry.run.subjects.contains { lastComponent($0.name) == name && $0.sha256 == sha256 }
        }
        let making = naming.filter { PlanUnderReview.isPlanning($0.run) }
        guard making.count == 1, let made = making.first else {
            throw Unproven("\(making.isEmpty ? "no record" : "more than one record") of planning it is among the files")
        }
        guard made.run.exitStatus == 0 || made.run.exitStatus == 2 && made.run.argv.contains("-detailed-exitcode")
        else {
            throw Unproven("`\(made.run.commandLine)` ended with exit status \(made.run.exitStatus)")
        }
        let authors = context.release.people.filter { person in
            made.run.by.map { by in
                person.id == by || person.keys.contains(by) || person.accounts.values.contains(by)
            } ?? false
        }
        guard authors.count == 1, let author = authors.first else {
            throw Unproven("its record does not say who of release.yml made it")
        }
        // A document is of this plan when one record names the digests of both.
        let tied = Set(
            naming.filter { $0.run.exitStatus == 0 || $0.path == made.path }.flatMap(\.run.subjects).map(\.sha256))
        let documents = plans.filter { entry in
            context.file(entry.path).map { !$0.sha256.isEmpty && tied.contains($0.sha256) } ?? false
        }
        let printed = made.run.subjects.first?.sha256
        guard documents.contains(where: { context.file($0.path)?.sha256 == printed }) else {
            throw Unproven("what terraform printed while planning it is not among the files")
        }
        guard documents.allSatisfy({ $0.plan.isComplete && $0.plan.errors.isEmpty }) else {
            throw Unproven("it is partial or has errors")
        }
        let digests = Set(documents.compactMap(\.plan.changeDigest))
        let shown = digests.filter { $0.hasPrefix("json:") }
        guard shown.count == 1, let changes = shown.first else {
            throw Unproven(
                shown.isEmpty
                    ? "no record names both it and a document of `terraform show -json \(name)`"
                    : "the documents recorded with it are of several plans")
        }
        return RecordedPlan(
            sha256: sha256, run: made.run, author: author, changes: changes, digests: digests,
            place: Place(made.path, line: made.run.line))
    }

    /// Why something is not proven, to end a sentence.
    struct Unproven: Error {
        let reason: String
        init(_ reason: String) { self.reason = reason }
    }
}

/// A saved plan that was recorded, with what it would do.
struct RecordedPlan {
    let sha256: String
    let run: CommandRun
    /// Who made it.
    let author: Release.Person
    /// `json:` and the digest of all that it would do.
    let changes: String
    /// Change digests of all its documents.
    let digests: Set<String>
    let place: Place

    func isMeant(by statement: PlanStatement) -> Bool {
        switch statement {
        case .file(let digest): digest == sha256
        case .changes(let digest): digests.contains { $0.lowercased() == digest }
        }
    }

    /// Whether a word names it by the file's digest or by that of its changes.
    func isNamed(by digest: String) -> Bool {
        digest == sha256 || digests.contains { PlanStatement.digests(in: $0).contains(digest) }
    }

    /// Why nothing proves that `later` would do the same, to end a sentence; `nil` when it is proven.
    func objection(to later: RecordedPlan) -> String? {
        func differ<T: Equatable>(_ value: (CommandRun) -> T?) -> Bool {
            guard let mine = value(run), let theirs = value(later.run) else { return true }
            return mine != theirs
        }
        if run.endedAt > later.run.startedAt { return "it was not made before this one" }
        if run.isDirty || later.run.isDirty { return "tracked files had changes when one of both was planned" }
        if differ(\.commit) { return "their records do not state the same commit" }
        if differ(\.environment) { return "their records do not state the same environment" }
        if differ({ $0.workingDirectory }) { return "both were not planned in the same folder" }
        if differ({ $0.argv }) { return "both were not planned by the same command" }
        guard changes != later.changes else { return nil }
        return "its changes are others: \(changes.prefix(17))…, now \(later.changes.prefix(17))…"
    }
}

/// The earlier plans of which an approval is kept, and why it is not of the others.
struct EarlierPlans {
    private(set) var equal: [RecordedPlan] = []
    private var objections: [String: String] = [:]

    /// - Parameters:
    ///   - current: digests of the plan at hand; equal changes can be proven of exactly one.
    init(
        _ earlier: RecordedPlans, now present: RecordedPlans, current: some Collection<String>, in context: CheckContext
    ) {
        for digest in earlier.digests(in: context) {
            do throws(RecordedPlans.Unproven) {
                guard current.count == 1, let now = current.first else {
                    throw RecordedPlans.Unproven("nothing states the digest of this one")
                }
                let plan = try earlier.plan(digest, in: context)
                let later: RecordedPlan
                do { later = try present.plan(now, in: context) } catch {
                    throw RecordedPlans.Unproven("of this one, \(error.reason)")
                }
                if let objection = plan.objection(to: later) { throw RecordedPlans.Unproven(objection) }
                equal.append(plan)
            } catch { objections[digest] = error.reason }
        }
    }

    /// The one of them that was approved by these words at that time.
    func kept(by statement: PlanStatement, at time: Instant) -> RecordedPlan? {
        equal.first { $0.isMeant(by: statement) && $0.run.endedAt <= time }
    }

    /// Why an approval of that plan is not kept.
    func objection(to statement: PlanStatement, below folder: String) -> String {
        if let plan = equal.first(where: { $0.isMeant(by: statement) }) {
            return "it is from before that plan was made (\(plan.run.endedAt))"
        }
        if case .file(let digest) = statement, let objection = objections[digest] { return objection }
        return "no record below evidence/\(folder)/ proves that an earlier plan had the changes of this one"
    }
}
