/// What the lines before a block make of it in Markdown: part of a quote, of a comment of HTML that nobody sees, or struck
/// out. A line of a paragraph that began quoted is quoted, with or without its own `>`.
struct BlockSurroundings {
    private var fence: (mark: UInt8, length: Int)?
    private var isQuoted = false
    private var isHidden = false
    private var strikes = 0

    /// Why a block that begins on the next line is not the author's own word.
    var refusal: SignOffBlock.Refusal? {
        if isHidden { return SignOffBlock.Refusal("the block is in a comment of HTML, which nobody sees") }
        if isQuoted { return SignOffBlock.Refusal("the block is quoted") }
        return strikes.isMultiple(of: 2) ? nil : SignOffBlock.Refusal("the block is struck out")
    }

    mutating func take(_ line: String) {
        let indent = line.utf8.prefix { $0 == 32 }.count
        let words = line.utf8.drop { $0 == 32 || $0 == 9 }
        let run = words.prefix { $0 == words.first }.count
        if let open = fence {
            if words.first == open.mark, run >= open.length, words.dropFirst(run).allSatisfy({ $0 <= 32 }) {
                fence = nil
            }
            return
        }
        if isHidden { return isHidden = !line.contains("-->") }
        guard let first = words.first else { return endParagraph() }
        // Code of a ticket stands behind four spaces; what looks like a mark in it is none.
        if indent >= 4 { return }
        if run >= 3, first == 96 && !words.dropFirst(run).contains(96) || run >= 3 && first == 126 {
            endParagraph()
            fence = (first, run)
            return
        }
        if first == 62 { isQuoted = true }
        strikes += line.ranges(of: "~~").count
        let rest = line.ranges(of: "<!--").last.map { line[$0.upperBound...] }
        if let rest, !rest.contains("-->") { isHidden = true }
    }

    private mutating func endParagraph() {
        isQuoted = false
        strikes = 0
    }
}
