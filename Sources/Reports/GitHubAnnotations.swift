package import Model
import Templates

/// What one gate says as GitHub's workflow commands: an error for each verdict that blocks, a warning for each role that
/// still has to sign.
package enum GitHubAnnotations {
    /// GitHub shows so many of a type in a step; what is more is counted by the last one.
    package static let most = 10

    private struct Annotation {
        let title: String
        let message: String
        var place: Place?
    }

    /// - Parameter folder: the release folder as it is called from the repository's root.
    package static func lines(for gate: GateAssessment, of pack: Pack, folder: String) -> [String] {
        guard !gate.isOpen else {
            let word = "\(gate.decision.rawValue) \(pack.release.tag) \(gate.id)"
            return [line("notice", Annotation(title: word, message: "the gate '\(gate.id)' is open"), folder)]
        }
        let errors = gate.blocking.filter { $0.kind != "sign-off" }.map { blocker in
            let item = pack.items.first { $0.id == blocker.item }
            return Annotation(
                title: "\(blocker.kind.uppercased()) \(blocker.item) (\(blocker.owner))",
                message: "\(blocker.why)\nNext: \(blocker.next)",
                place: item?.decisive?.place ?? item.map { Place("checklist.md", line: $0.line) })
        }
        let unsigned = Dictionary(grouping: gate.blocking.filter { $0.kind == "sign-off" }, by: \.owner)
        let warnings = unsigned.sorted { $0.key < $1.key }.map { owner, blockers in
            Annotation(
                title: "Still to sign: \(owner)",
                message: blockers.map { "\($0.item): \($0.why)" }.joined(separator: "\n")
                    + "\nNext: \(blockers.first?.next ?? "")")
        }
        return shown(errors, "error", folder) + shown(warnings, "warning", folder)
    }

    private static func shown(_ all: [Annotation], _ type: String, _ folder: String) -> [String] {
        guard all.count > most else { return all.map { line(type, $0, folder) } }
        let rest = all.dropFirst(most - 1)
        let last = Annotation(
            title: "\(rest.count) more", message: rest.map(\.title).joined(separator: "\n") + "\nAll are in the pack.")
        return (all.prefix(most - 1) + [last]).map { line(type, $0, folder) }
    }

    private static func line(_ type: String, _ annotation: Annotation, _ folder: String) -> String {
        var properties: [String] = []
        if let place = annotation.place {
            let path = folder.isEmpty || folder == "." ? place.path : "\(folder)/\(place.path)"
            properties.append("file=\(property(path))")
            if let line = place.line { properties.append("line=\(line)") }
        }
        properties.append("title=\(property(annotation.title))")
        return "::\(type) \(properties.joined(separator: ","))::\(data(annotation.message))"
    }

    /// The value after `::`: the runner turns these three back.
    private static func data(_ text: String) -> String {
        escaped(text, ["%": "%25", "\r": "%0D", "\n": "%0A"])
    }

    /// A property's value also ends at `:` and `,`.
    private static func property(_ text: String) -> String {
        escaped(VisibleText.line(text), ["%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"])
    }

    private static func escaped(_ text: String, _ escapes: [Unicode.Scalar: String]) -> String {
        var out = String.UnicodeScalarView()
        for scalar in VisibleText.lines(text).unicodeScalars {
            out.append(contentsOf: escapes[scalar]?.unicodeScalars ?? String(scalar).unicodeScalars)
        }
        return String(out)
    }
}
