import ArgumentParser
import Model
import Promotion

/// Checks the configuration without reading any evidence.
struct Lint: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check release.yml, checklist.md, rules.yml and waivers.yml; every problem at once.")

    @Argument(help: "The release folder.", completion: .directory)
    var release: String

    func run() throws {
        let loaded = try Evaluation.load(release)
        let policy = loaded.policy
        for remark in policy.remarks { Terminal.warn(remark) }
        for waiver in policy.rejectedWaivers { Terminal.warn(waiver.problem) }
        let checks = policy.items.reduce(0) { $0 + $1.checks.count }
        Terminal.say(
            "\(policy.items.count) of \(policy.checklist.sections.reduce(0) { $0 + $1.items.count }) items bound, \(checks) checks, \(policy.gates.count) gates, \(policy.waivers.count) waivers: the configuration is valid."
        )
    }
}
