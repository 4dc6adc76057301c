internal import Model
internal import Streams

extension JSONReader {
    /// Reads a time with an offset, or `null` as `nil`; any other text is refused.
    func optionalInstant() throws -> Instant? {
        guard try !null() else { return nil }
        let (line, pointer) = (self.line, self.pointer)
        return try bytes { text in
            var times = TimeText()
            if let time = times.instant(text) { return time }
            throw StreamProblem(
                id: "json.not-a-time", message: "`\(text.prefix(40).string)` is not a time with an offset",
                advice: "Export it again with the tool's own times, e.g. 2026-11-24T18:00:00Z.", line: line,
                pointer: pointer)
        }
    }

    /// A member of the next object, which may be `null`, that holds text.
    func text(of member: StaticString) throws -> String? {
        guard try !null() else { return nil }
        var found: String?
        try object { key in if key == member { found = try optionalString() } }
        return found
    }
}
