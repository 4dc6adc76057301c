/// What is wrong with an input: a stable id, what, where and what to do.
package struct StreamProblem: Error, Equatable, Sendable {
    /// Stable and documented, e.g. `json.duplicate-key`.
    package var id: String
    /// What was found, as a sentence without a full stop.
    package var message: String
    /// What to do about it.
    package var advice: String
    /// The line, from 1.
    package var line: Int?
    /// The column in bytes, from 1.
    package var column: Int?
    /// The offset of the byte in the file, from 0.
    package var byteOffset: Int64?
    /// The RFC 6901 pointer of the JSON value.
    package var pointer: String?

    /// A problem; give the places that are known.
    package init(
        id: String, message: String, advice: String, line: Int? = nil, column: Int? = nil, byteOffset: Int64? = nil,
        pointer: String? = nil
    ) {
        self.id = id
        self.message = message
        self.advice = advice
        self.line = line
        self.column = column
        self.byteOffset = byteOffset
        self.pointer = pointer
    }
}
