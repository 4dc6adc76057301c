import Model

/// The plan that approvals must be bound to: its digests, when it was made and by whom, as the files tell.
struct PlanUnderReview: Sendable {
    private var digests = PlanDigests()
    private var plans: [(plan: Plan, path: String)] = []

    init() {}

    var isCut: Bool { digests.isCut }

    mutating func take(_ fact: Fact, path: String) {
        switch fact {
        // The record of an apply names the plan too, and tells neither who made it nor when.
        case .commandRun(let run) where !Self.isPlanning(run): break
        case .plan(let plan): plans.append((plan, path))
        default: digests.take(fact, path: path)
        }
    }

    mutating func merge(_ later: PlanUnderReview) {
        digests.merge(later.digests)
        plans += later.plans
    }

    static func isPlanning(_ run: CommandRun) -> Bool {
        let words = run.argv.flatMap { $0.split(separator: " ") }
        return words.contains("plan") && !words.contains("apply")
    }

    /// Digests of the saved plan, each with its place.
    func fileDigests(in context: CheckContext) -> [String: Place] {
        let sources = digests.sources(in: context) { _ in true }
        return Dictionary(sources.map { ($0.sha256, $0.place) }) { first, _ in first }
    }

    /// Digests of what the plan would change. Text and JSON of one plan have different ones, told apart by their prefix.
    var changeDigests: [String: Place] {
        var found: [String: Place] = [:]
        for (plan, path) in plans { if let digest = plan.changeDigest { found[digest] = Place(path, line: plan.line) } }
        return found
    }

    /// When it was finished: as recorded, else when its text was collected.
    func end(in context: CheckContext) -> Instant? {
        digests.runs.map(\.run.endedAt).max() ?? plans.compactMap { context.file($0.path)?.collected }.max()
    }

    /// Ids of those who made it, as far as stated; `isWhole` when nothing about it leaves its author open.
    func authors(in context: CheckContext) -> (people: [Release.Person], isWhole: Bool) {
        let stated = digests.runs.map(\.run.by) + plans.map { context.file($0.path)?.subject.by }
        let named = stated.compactMap(\.self)
        let people = named.map { name in
            context.release.people.filter { person in
                person.id == name || person.keys.contains(name) || person.accounts.values.contains(name)
            }
        }
        let isRecorded = digests.runs.contains { $0.run.by != nil } || stated.allSatisfy { $0 != nil }
        return (people.flatMap(\.self), !named.isEmpty && isRecorded && people.allSatisfy { $0.count == 1 })
    }
}
