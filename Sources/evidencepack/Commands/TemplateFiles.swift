import ArgumentParser
import Model
import Promotion
import Reports

/// The documents' templates, to look at or to start one's own from.
struct TemplateFiles: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "templates",
        abstract: "List the templates of the documents, or write them into a new folder.",
        discussion: """
            Change a copy and give its folder to `build --templates`; delete the files that you leave as they are. A document
            that was rendered by other templates says so, and so does pack.json. Names in {{ }} are those that the built-in
            template of the same name uses, and are escaped for where they stand; an unknown one, or one at a place where
            it cannot be escaped, is refused when the template is loaded.
            """)

    @Argument(help: "The folder to make; it must not exist.", completion: .directory)
    var folder: String?

    func run() async throws {
        let files = PackTemplates.files
        guard let folder else {
            for name in files.keys.sorted() { Terminal.say("\(name)") }
            return
        }
        try await Evaluation.reporting { try Scaffold.write(files, to: folder) }
        Terminal.say("made \(folder) with \(files.keys.sorted().joined(separator: ", "))")
    }
}

/// Templates of a customer's folder, read and checked.
struct CustomTemplates {
    let templates: PackTemplates
    /// Those that differ from the built-in ones.
    let files: [ConfigurationFile]

    init(folder: String) throws {
        let read = try TemplateFolder.read(folder)
        templates = try PackTemplates(
            overriding: Dictionary(uniqueKeysWithValues: read.map { ($0.file.path, $0.bytes) }), from: folder,
            sha256: PackFolder.sha256)
        files = read.map(\.file).filter { [templates] in templates.overridden.contains($0.path) }
    }

    var sentence: String {
        files.isEmpty
            ? "every template of the folder is the built-in one"
            : "rendered with other templates than the built-in ones: \(files.map(\.path).joined(separator: ", "))"
    }
}
