/// The lines of a comment, told apart by who speaks in them.
///
/// Approvals are taken only from lines that are certainly the author's own. Objections are taken from doubtful ones too:
/// erring there blocks, and never passes. What is quoted or fenced code is neither.
struct CommentLines {
    /// Trimmed lines that the author says.
    private(set) var own: [String] = []
    /// Trimmed lines that may be part of a quote, of code, of hidden markup, or be struck out.
    private(set) var doubtful: [String] = []

    private var paragraph: [Substring.UTF8View] = []

    init(_ text: String) {
        var fence: (byte: UInt8, length: Int)?
        var isQuoted = false
        var isMarkup = false
        for line in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false) {
            let indent = Self.indent(line)
            let body = Self.trimmed(line)
            let run = body.prefix { $0 == body.first }.count
            if let open = fence {
                if body.first == open.byte, run >= open.length, run == body.count { fence = nil }
                continue
            }
            guard let first = body.first else {
                endParagraph()
                isQuoted = false
                continue
            }
            let isFence = first == UInt8(ascii: "`") || first == UInt8(ascii: "~")
            if isFence, run >= 3, !body.dropFirst(run).contains(first) {
                endParagraph()
                fence = (first, run)
            } else if first == UInt8(ascii: ">") {
                endParagraph()
                isQuoted = true
            } else if isMarkup || Self.hasTag(body) {
                isMarkup = true
                doubtful.append(Self.string(body))
            } else if isQuoted || indent >= 4 {
                // A line right below a quote still belongs to it.
                doubtful.append(Self.string(body))
            } else {
                paragraph.append(body)
            }
        }
        endParagraph()
    }

    /// A mark that is opened on one line of a paragraph may be closed on another, and take in what stands between.
    private mutating func endParagraph() {
        defer { paragraph = [] }
        let isOpen = paragraph.map { line in
            [UInt8(ascii: "`"), UInt8(ascii: "~")].contains { mark in Self.runs(of: mark, in: line) % 2 == 1 }
        }
        let open = isOpen.count { $0 }
        for (line, isItselfOpen) in zip(paragraph, isOpen) {
            if open - (isItselfOpen ? 1 : 0) == 0 {
                own.append(Self.string(line))
            } else {
                doubtful.append(Self.string(line))
            }
        }
    }

    private static func runs(of mark: UInt8, in line: Substring.UTF8View) -> Int {
        var (count, last): (Int, UInt8) = (0, 0)
        for byte in line {
            if byte == mark, last != mark { count += 1 }
            last = byte
        }
        return count
    }

    /// Whether a tag of HTML or a comment of it may begin in the line; addresses in angle brackets are none.
    private static func hasTag(_ line: Substring.UTF8View) -> Bool {
        line.indices.contains { index in
            guard line[index] == UInt8(ascii: "<") else { return false }
            let rest = line[line.index(after: index)...]
            guard let next = rest.first, !rest.starts(with: "http".utf8) else { return false }
            return next | 0x20 >= 97 && next | 0x20 <= 122 || [33, 47, 63].contains(next)
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

    private static func indent(_ line: Substring.UTF8View) -> Int {
        line.prefix(while: isSpace).reduce(0) { $0 + ($1 == 0x09 ? 4 : 1) }
    }

    private static func trimmed(_ line: Substring.UTF8View) -> Substring.UTF8View {
        var line = line.drop(while: isSpace)
        while let last = line.last, isSpace(last) { line = line.dropLast() }
        return line
    }

    private static func string(_ line: Substring.UTF8View) -> String { String(decoding: Array(line), as: UTF8.self) }
}
