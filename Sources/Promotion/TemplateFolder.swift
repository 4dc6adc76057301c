package import Model

/// The templates that a customer keeps in a folder of their own.
package enum TemplateFolder {
    /// Content and digest of each file in `folder`, by name; hidden files are left alone.
    /// - Throws: `ConfigurationProblems` for everything that is no regular file of at most 1 MiB; `Problem` when the
    /// folder cannot be listed.
    package static func read(_ folder: String) throws -> [(bytes: [UInt8], file: ConfigurationFile)] {
        let paths = try FileTree.paths(below: "", of: folder).filter {
            !$0.split(separator: "/").contains { $0.utf8.first == UInt8(ascii: ".") }
        }
        guard !paths.isEmpty else {
            throw Problem(
                "input.no-templates", "there is no template in this folder", at: Place(folder),
                advice: "`evidencepack templates \(folder)` makes it, with the built-in ones.")
        }
        var read: [(bytes: [UInt8], file: ConfigurationFile)] = []
        var problems: [Problem] = []
        for path in paths {
            do {
                if let entry = try ReleaseFolder(root: folder).configuration(path) { read.append(entry) }
            } catch let problem as Problem {
                problems.append(
                    Problem(problem.id, problem.message, at: Place("\(folder)/\(path)"), advice: problem.advice))
            }
        }
        guard problems.isEmpty else { throw ConfigurationProblems(problems) }
        return read
    }
}
