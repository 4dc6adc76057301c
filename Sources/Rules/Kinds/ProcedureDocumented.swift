package import Model

/// A document holds the procedure that is to be followed: a section with steps, finished, and about this release.
package struct ProcedureDocumented: Rule {
    package static let kind = "procedure-documented"
    package static let summary =
        "A Markdown document has the section with at least the number of steps, and nothing in it is still to be written."
    package static let parameters = [
        Parameter(
            "section", .texts, required: true, "words of the section's heading, or several of which one must be there"),
        Parameter(
            "steps", .number, loosenedBy: .less, "least number of numbered or task entries below it; 1 unless given"),
        Parameter("names", .texts, "what the document must name, e.g. the release's tag"),
    ]
    package static let example =
        #"procedure-documented: {section: rollback, steps: 3, names: ["{release.tag}"], files: pre.migrations/*.md}"#
    package static let reads: Set<FactKind> = [.section]

    private let phrases: [String]
    private let steps: Int
    private let names: [String]

    package init(_ reader: inout MappingReader) {
        _ = reader.required("section")
        phrases = (reader.strings("section") ?? []).map { $0.lowercased() }
        steps = max(1, reader.int("steps") ?? 1)
        names = reader.strings("names") ?? []
    }

    /// The sections of each document, in order; a document has 256 KiB at most.
    package struct Documents: Tally {
        fileprivate let path: String
        fileprivate var documents: [(path: String, sections: [DocumentSection])] = []

        package mutating func take(_ fact: Fact) {
            guard case .section(let section) = fact else { return }
            if documents.isEmpty { documents.append((path, [])) }
            documents[documents.count - 1].sections.append(section)
        }

        package mutating func merge(_ later: Documents) { documents += later.documents }
    }

    package func tally(path: String) -> Documents { Documents(path: path) }

    package func findings(_ tally: Documents, in context: CheckContext) -> [Finding] {
        guard !tally.documents.isEmpty else {
            return [Finding(.unknown, "no Markdown document was found among the files", observed: "no document")]
        }
        let found = tally.documents.compactMap { path, sections in
            let parts = procedures(sections)
            return parts.isEmpty ? nil : judge(parts, of: sections, path)
        }
        guard found.isEmpty else { return found.flatMap { $0 } }
        let wanted = phrases.map { "'\($0)'" }.joined(separator: " or ")
        return [
            Finding(
                .unknown, "no section is called \(wanted)", observed: "no such section", limit: wanted,
                at: Place(tally.documents[0].path))
        ]
    }

    /// The outermost sections with one of the phrases, each with all that is below it.
    private func procedures(_ sections: [DocumentSection]) -> [ArraySlice<DocumentSection>] {
        var parts: [ArraySlice<DocumentSection>] = []
        var index = 0
        while index < sections.count {
            let section = sections[index]
            let title = section.title.lowercased()
            guard section.level > 0, phrases.contains(where: { title.contains($0) }) else {
                index += 1
                continue
            }
            let end = sections[(index + 1)...].firstIndex { $0.level <= section.level } ?? sections.count
            parts.append(sections[index..<end])
            index = end
        }
        return parts
    }

    private func judge(_ parts: [ArraySlice<DocumentSection>], of all: [DocumentSection], _ path: String) -> [Finding] {
        var findings: [Finding] = []
        for section in parts.joined() {
            guard
                let word = Self.unfinished.first(where: {
                    Self.names($0, in: "\(section.title) \(section.text)".uppercased())
                })
            else { continue }
            findings.append(
                Finding(
                    .fail, "'\(section.title)' is not finished: it says \(word)", observed: word, limit: "finished",
                    at: Place(path, line: section.line)))
        }
        let counts = parts.map { part in part.reduce(0) { $0 + $1.steps } }
        let most = counts.max() ?? 0
        let longest = parts[counts.firstIndex(of: most) ?? 0]
        let place = longest.first.map { Place(path, line: $0.line) }
        let title = longest.first?.title ?? ""
        if most < steps {
            findings.append(
                Finding(
                    .fail, "'\(title)' has \(counted(most, "step")), at least \(steps) must be there",
                    observed: counted(most, "step"), limit: ">= \(steps)", at: place,
                    next: "write the procedure as a numbered list"))
        }
        for name in names where !all.contains(where: { Self.names(name, in: "\($0.title) \($0.text)") }) {
            findings.append(
                Finding(
                    .unknown, "the document does not name \(name), so it may be that of another release",
                    observed: "not named", limit: name, at: Place(path)))
        }
        return findings.isEmpty
            ? [
                Finding(
                    .pass, "'\(title)' has \(counted(most, "step"))", observed: counted(most, "step"),
                    limit: ">= \(steps)", at: place)
            ] : findings
    }

    private static let unfinished = ["TODO", "TBD", "TBC", "FIXME"]

    /// Whether the word stands in the text on its own: `v1.50.3` is not in `v1.50.30`, nor in `v1.50.3-rc.1`.
    private static func names(_ word: String, in text: String) -> Bool {
        let (word, text) = (Array(word.utf8), Array(text.utf8))
        guard !word.isEmpty, word.count <= text.count else { return false }
        func isWord(_ index: Int) -> Bool {
            text.indices.contains(index)
                && (text[index] | 0x20 &- 97 < 26 || text[index] &- 48 < 10 || text[index] >= 0x80)
        }
        func joins(_ index: Int) -> Bool {
            text.indices.contains(index)
                && [UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "_")].contains(text[index])
        }
        return (0...(text.count - word.count)).contains { start in
            let end = start + word.count
            // `1.50.3` is also named by `v1.50.3`.
            let isTag = start > 0 && text[start - 1] == UInt8(ascii: "v") && word[0] &- 48 < 10
            let before = isTag ? start - 2 : start - 1
            return text[start..<end].elementsEqual(word) && !isWord(before) && !isWord(end)
                && !(joins(end) && isWord(end + 1)) && !(joins(before) && isWord(before - 1))
        }
    }
}
