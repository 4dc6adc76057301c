package import Model

/// The text form of a sign-off: `key: value` lines between two markers, in a file or in a ticket's comment (RELEASE.md).
package enum SignOffBlock {
    package static let begin = SignOffForm.begin
    package static let end = SignOffForm.end

    /// Why a block does not count.
    package struct Refusal: Error, Sendable, Hashable {
        package let reason: String

        package init(_ reason: String) { self.reason = reason }
    }

    /// A block that stands in a text.
    package struct Found: Sendable {
        /// Line of the first marker, 1-based.
        package let line: Int
        package let outcome: Result<SignOff, Refusal>
    }

    /// The block as it is written, with a final newline. Reading it gives the same sign-off.
    package static func text(of signOff: SignOff) -> String {
        SignOffForm(of: signOff).text(
            by: signOff.by, decision: signOff.decision.rawValue, at: signOff.at.description,
            transcription: signOff.transcription, note: signOff.note.isEmpty ? nil : signOff.note)
    }

    /// Every block of a text, well formed or not. A marker anywhere in a line counts, so that a block which is quoted or
    /// squeezed into a line is refused rather than overlooked.
    package static func find(in text: String) -> [Found] {
        let lines = text.utf8.split(separator: 10, omittingEmptySubsequences: false).map { line in
            String(decoding: line.last == 13 ? line.dropLast() : line, as: UTF8.self)
        }
        var found: [Found] = []
        var index = 0
        var before = BlockSurroundings()
        while index < lines.count {
            guard lines[index].contains("BEGIN EVIDENCEPACK SIGN-OFF") else {
                before.take(lines[index])
                index += 1
                continue
            }
            let first = index
            guard let last = lines[(first + 1)...].firstIndex(where: { $0.contains("END EVIDENCEPACK SIGN-OFF") }),
                !lines[(first + 1)..<last].contains(where: { $0.contains("BEGIN EVIDENCEPACK SIGN-OFF") })
            else {
                found.append(Found(line: first + 1, outcome: .failure(Refusal("the block has no end"))))
                index = first + 1
                continue
            }
            let outcome = before.refusal.map(Result.failure) ?? outcome(of: withoutCodeMark(lines[first...last]))
            found.append(Found(line: first + 1, outcome: outcome))
            index = last + 1
        }
        return found
    }

    /// A file that holds exactly one block and nothing else but blank lines.
    package static func read(file bytes: [UInt8]) throws(Refusal) -> SignOff {
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.utf8.elementsEqual(bytes) else { throw Refusal("the file is not UTF-8") }
        let found = find(in: text)
        guard found.count == 1, let only = found.first else {
            throw Refusal(found.isEmpty ? "the file holds no sign-off block" : "the file holds several blocks")
        }
        let signOff = try only.outcome.get()
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let outside =
            lines[..<(only.line - 1)] + lines[(lines.lastIndex { $0.contains("END EVIDENCEPACK") } ?? 0)...].dropFirst()
        guard outside.allSatisfy({ $0.utf8.allSatisfy { $0 <= 32 } }) else {
            throw Refusal("something stands beside the block")
        }
        return signOff
    }

    /// Lines of code in a comment of the ticket are read with four spaces before them.
    private static func withoutCodeMark(_ lines: ArraySlice<String>) -> [String] {
        let mark = "    "
        guard lines.allSatisfy({ $0.isEmpty || $0.hasPrefix(mark) }) else { return Array(lines) }
        return lines.map { String($0.dropFirst(4)) }
    }

    private static func outcome(of lines: [String]) -> Result<SignOff, Refusal> {
        do { return .success(try SignOffFields(lines).signOff()) } catch { return .failure(error) }
    }
}
