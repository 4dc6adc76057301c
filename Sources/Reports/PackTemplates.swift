import Model
import Templates

/// The templates that documents are rendered with: the built-in ones, some of them perhaps replaced by a customer's.
package struct PackTemplates: Sendable {
    /// What every replaced document must print.
    static let notice = "templateNotice"

    let library: TemplateLibrary
    /// Those that are not the built-in ones, by name.
    package let overridden: Set<String>

    /// As they were embedded when the tool was built.
    package static let builtIn = PackTemplates(library: documents, overridden: [])

    /// The built-in templates of documents by name, for `templates DIR`.
    package static var files: [String: [UInt8]] {
        Dictionary(uniqueKeysWithValues: documents.names.compactMap { name in documents[name].map { (name, $0) } })
    }

    private static let documents = TemplateLibrary(
        documents: Dictionary(
            uniqueKeysWithValues: TemplateLibrary.embedded.names.filter { !$0.contains("/") }.compactMap { name in
                TemplateLibrary.embedded[name].map { (name, $0) }
            }))

    private init(library: TemplateLibrary, overridden: Set<String>) {
        (self.library, self.overridden) = (library, overridden)
    }

    /// The built-in templates with `files` in their places; one with the same bytes replaces nothing.
    /// - Parameter folder: where the files are, for messages.
    /// - Throws: `ConfigurationProblems` for names that are no template's, and for a template that is wrong.
    package init(
        overriding files: [String: [UInt8]], from folder: String, sha256: @escaping @Sendable ([UInt8]) -> [UInt8]
    )
        throws
    {
        let names = Self.documents.names
        let unknown = files.keys.filter { Self.documents[$0] == nil }.sorted()
        guard unknown.isEmpty else {
            throw ConfigurationProblems(
                unknown.map { name in
                    let near = nearest(name, among: names).map { "Did you mean '\($0)'? " } ?? ""
                    return Problem(
                        "template.unknown-name", "there is no template of this name", at: Place("\(folder)/\(name)"),
                        advice: "\(near)The templates are \(names.joined(separator: ", ")).")
                })
        }
        var library = Self.documents
        var overridden: Set<String> = []
        for (name, bytes) in files where bytes != library[name] {
            library = library.replacing(name, with: Self.withUnixLines(bytes))
            overridden.insert(name)
        }
        self.init(library: library, overridden: overridden)
        do throws(TemplateProblem) {
            _ = try ReportCatalog.all(in: ReportContext(templates: self, sha256: sha256))
        } catch {
            let problem = error
            let path = overridden.contains(problem.file) ? "\(folder)/\(problem.file)" : problem.file
            throw ConfigurationProblems([
                Problem(
                    "template.refused", problem.message, at: Place(path, line: problem.line, column: problem.column),
                    advice: "`evidencepack templates DIR` writes the built-in ones to compare with.")
            ])
        }
    }

    /// `text` where the document's own template, or one that it includes, must print the notice.
    func required(in name: String) -> String? { overridden.contains(name) ? Self.notice : nil }

    /// A checkout may have given it other line ends; browsers take them for one, and so does the hash of a style.
    private static func withUnixLines(_ bytes: [UInt8]) -> [UInt8] {
        bytes.enumerated().filter { index, byte in
            !(byte == 13 && index + 1 < bytes.count && bytes[index + 1] == 10)
        }.map(\.element)
    }
}

extension Pack {
    /// Tells an approver that a document may look, and say, other than the tool's own; empty when it does not.
    var templateNotice: String {
        guard !templates.isEmpty else { return "" }
        let files = templates.map { "\($0.path) (sha256 \(shortDigest($0.sha256)))" }.joined(separator: ", ")
        return "Rendered with other templates than the tool's own: \(files). pack.json is not affected by them."
    }
}
