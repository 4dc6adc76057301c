import ArgumentParser
import Model
import Promotion

/// Makes a sign-off with the right digests, and its SSH signature.
struct Sign: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Sign items off: a block with the right digests, signed by an SSH key or pasted into the ticket.",
        discussion: """
            `evidencepack sign . --item 'pre.*' --kind ready --role qa --by dara --key ~/.ssh/id_ed25519` writes
            signoffs/….md and its signature by `ssh-keygen -Y sign` (keys of an agent work: name the .pub file). Without
            --key the file proves nobody's identity; with --print the block is printed, to be pasted as a comment of the
            release ticket by the very person.
            """)

    @Argument(help: "The release folder.", completion: .directory)
    var release: String

    @Option(help: "An item's id, or a beginning such as 'pre.*'; of these, the items that the role signs.")
    var item: [String]

    @Option(help: "ready: I own this step, its inputs are in place. done: I accept its evidence.")
    var kind: SignOff.Kind

    @Option(help: "The role in which the person signs.")
    var role: String

    @Option(help: "Id of the person in release.yml.")
    var by: String

    @Option(help: "approve or reject; a reject closes the gate whoever else approves.")
    var decision: SignOff.Decision = .approve

    @Option(help: "One line for the record.")
    var note = ""

    @Option(help: "The SSH key that signs.", completion: .file())
    var key: String?

    @Flag(help: "Print the block instead of writing it.")
    var print = false

    func run() async throws {
        var evaluation = Evaluation()
        evaluation.release = release
        evaluation.at = Evaluation.now
        let pack = try await evaluation.pack()
        try await Evaluation.reporting {
            let draft = try SignOffDraft(
                item, kind: kind, role: role, by: by, decision: decision, note: note, in: pack)
            guard !print else { return Terminal.put(draft.text) }
            let (path, objection) = try await draft.write(to: release, key: key)
            Terminal.say("written: \(path)\(key == nil ? "" : " and its signature")")
            if let objection { Terminal.say("It does not count yet: \(objection).") }
            if key == nil {
                Terminal.say(
                    "It proves nobody's identity: sign it with --key, or paste it as a comment of \(pack.release.ticket)."
                )
            }
        }
    }
}

extension SignOff.Kind: ExpressibleByArgument {}
extension SignOff.Decision: ExpressibleByArgument {}
