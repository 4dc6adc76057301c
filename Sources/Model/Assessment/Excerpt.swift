/// Lines of one evidence file as they stand there, around what the findings of one item point at.
///
/// Whole lines, so that whoever masks secrets sees them before anything is cut to a width.
package struct Excerpt: Sendable, Hashable {
    package struct Line: Sendable, Hashable {
        /// From 1.
        package let number: Int
        package var text: String
        /// Whether a finding points here.
        package let isCause: Bool
        /// How many bytes of a very long line are not in `text`.
        package let leftOut: Int

        package init(number: Int, text: String, isCause: Bool, leftOut: Int = 0) {
            self.number = number
            self.text = text
            self.isCause = isCause
            self.leftOut = leftOut
        }
    }

    /// The most that is shown at one place (REPORT.md §3.2).
    package static let mostLines = 40
    package static let mostBytes = 4_096

    package internal(set) var path: String
    package var lines: [Line]
    /// How many lines the whole file has.
    package let lineCount: Int
    /// How many lines around the causes had to be left out for these limits.
    package let omitted: Int

    package init(path: String, lines: [Line], lineCount: Int, omitted: Int = 0) {
        self.path = path
        self.lines = lines
        self.lineCount = lineCount
        self.omitted = omitted
    }
}
