import ArgumentParser
import Promotion

/// Says what each file is taken for, and why.
struct Identify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what each file is, why, and whether it can be read to its end.",
        discussion: "Understood, by content and never by name:\n"
            + Reference.formats.map { "  \($0.id): \($0.title)" }.joined(separator: "\n"))

    @Argument(help: "Files to look at.", completion: .file())
    var files: [String]

    func run() throws {
        var allRead = true
        for path in files {
            let identity = Identification.identify(path)
            allRead = allRead && identity.isReadable
            Terminal.say("\(path, .strong): \(identity.sentence)")
            for detail in identity.details { Terminal.say("    \(detail)") }
        }
        guard allRead else { throw ExitStatus.unknownEvidence.code }
    }
}
