import ArgumentParser
import Model
import Promotion
import Reports

/// What is different between two packs, what weighs most first.
struct Diff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what changed between two packs: what is demanded, verdicts, sign-offs, evidence.",
        discussion: """
            Both packs are first compared with their SHA256SUMS; one that was changed ends the run with 4. `build --previous
            OLD` shows the same in the pack itself.
            """)

    @Argument(help: "The earlier pack's folder, e.g. out/1.50.2.", completion: .directory)
    var old: String

    @Argument(help: "The newer pack's folder, e.g. out/1.50.3.", completion: .directory)
    var new: String

    @Flag(help: "Print the changes as JSON.")
    var json = false

    func run() async throws {
        let (earlier, later) = try await Evaluation.reporting {
            (try ComparedPack.verified(at: old), try ComparedPack.verified(at: new))
        }
        let changes = PackComparison.changes(from: earlier, to: later)
        if json { return Terminal.put(json: PackDocument.changes(changes).pretty) }
        if changes.all.isEmpty { return Terminal.say("no difference but the time of evaluation") }
        for kind in PackChange.Kind.allCases {
            let ours = changes.of(kind)
            guard !ours.isEmpty else { continue }
            Terminal.say("\(kind.title, .strong) (\(ours.count))")
            for change in ours { Terminal.say("  \(Self.sentence(change))") }
        }
    }

    private static func sentence(_ change: PackChange) -> String {
        switch (change.before, change.after) {
        case (let before?, let after?): "\(change.subject): \(change.what): \(before) -> \(after)"
        case (nil, let after?): "\(change.subject): \(change.what): \(after)"
        case (let before?, nil): "\(change.subject): \(change.what), was \(before)"
        case (nil, nil): "\(change.subject): \(change.what)"
        }
    }
}
