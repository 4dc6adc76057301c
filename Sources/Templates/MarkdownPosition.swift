/// Where in a Markdown template the next byte stands: in a table row, in code, in HTML, or in running text.
///
/// The only HTML is that of folded details: `<details>`, `<details open>`, `</details>`, each on a line of its own, and
/// `<summary>…</summary>`. To Markdown it goes on up to the next empty line.
///
/// A value is printed as a code span, and a code span is only one where nothing before it on the page changes that: an
/// open one, a backslash, a link's target, a web address, a table that splits it. Such places are refused.
struct MarkdownPosition: Equatable {
    private var line: [UInt8] = []
    private var isBehindRow = false
    private var isInFence = false
    private var isInTable = false
    private var isBehindTag = false
    private var lineHasValue = false
    private var lineBeginsWithValue = false
    private var isInHTML = false
    /// Details that are open.
    private(set) var depth = 0

    private static let summary = Array("<summary>".utf8)
    private static let summaryEnd = Array("</summary>".utf8)

    /// A section may start and end on different lines, but not on different sides of a fence or of details.
    static func == (left: Self, right: Self) -> Bool {
        left.isInFence == right.isInFence && left.isInCode == right.isInCode && left.isInHTML == right.isInHTML
            && left.depth == right.depth
    }

    private static let tick = UInt8(ascii: "`")
    private static let bar = UInt8(ascii: "|")

    private var isInCode: Bool { !line.count(where: { $0 == Self.tick }).isMultiple(of: 2) }

    mutating func consume(_ bytes: [UInt8]) throws(Malformed) {
        for (offset, byte) in bytes.enumerated() {
            if isBehindTag, byte == Self.tick {
                throw Malformed(offset: offset, reason: "a ` right behind a tag would join its code span")
            }
            isBehindTag = false
            if byte != 10 {
                line.append(byte)
            } else if let reason = endLine() {
                throw Malformed(offset: offset, reason: reason)
            }
        }
    }

    mutating func passTag() { isBehindTag = true }

    mutating func passValue() {
        lineHasValue = true
        lineBeginsWithValue = lineBeginsWithValue || line.isEmpty
    }

    /// A section may be left out, and with it the lines that were read in it.
    mutating func passSection(from start: Self? = nil) {
        if line.isEmpty { isBehindRow = false }
        isInTable = isInTable || start?.isInTable == true
    }

    /// Whether a table that began behind `start` goes on; a list would print its next element into it.
    func leavesTableOpen(since start: Self) -> Bool { isInTable && !start.isInTable }

    /// Why no tag may stand here; `nil` where one may.
    var refusalOfTags: String? {
        if isInFence || isInCode { return "code" }
        if line.last == Self.tick { return "a place right behind a `" }
        if line.last == UInt8(ascii: "\\") { return "a place behind a backslash" }
        let word = String(
            decoding: line[(line.lastIndex { $0 == 32 || $0 == 9 }.map { $0 + 1 } ?? 0)...], as: UTF8.self)
        if word.contains("://") || word.lowercased().contains("www.") { return "a web address" }
        let text = String(decoding: line, as: UTF8.self)
        if let target = text.ranges(of: "](").last, !text[target.upperBound...].contains(")") {
            return "a link's target"
        }
        let isDefinition = line.first { $0 != 32 } == UInt8(ascii: "[") && text.contains("]:")
        return isDefinition ? "a link's target" : nil
    }

    func slot(for kind: TemplateShape.Kind) -> Result<TemplateSlot, Refusal> {
        if let refusalOfTags { return .failure(.init(stringLiteral: refusalOfTags)) }
        switch kind {
        case .html, .fragment: return .failure("Markdown")
        default: break
        }
        if line.starts(with: Self.summary), line.count(where: { $0 == UInt8(ascii: "<") }) == 1 {
            if case .block = kind { return .failure("a summary, which has one line") }
            return .success(.markdownSummary)
        }
        if isInHTML || line.first == UInt8(ascii: "<") { return .failure("HTML, which ends at an empty line") }
        if case .block = kind {
            let isFree = line.isEmpty && !lineHasValue
            return isFree ? .success(.markdownBlock) : .failure("a line of Markdown, which a block has to itself")
        }
        return .success(isInTable || line.contains(Self.bar) ? .markdownCell : .markdownText)
    }

    private mutating func endLine() -> String? {
        let isBlank = line.allSatisfy { $0 == 32 || $0 == 9 }
        let isFence = line.starts(with: "```".utf8)
        let isRow = line.first == Self.bar && !lineBeginsWithValue
        defer {
            (line, isBehindRow) = ([], isRow)
            (lineHasValue, lineBeginsWithValue) = (false, false)
        }
        if isInFence {
            guard line.contains(Self.tick) else { return nil }
            isInFence = false
            return line.elementsEqual("```".utf8) ? nil : "in a block of code a line with ` is ``` alone"
        }
        if isFence {
            isInFence = true
            return line.dropFirst(3).contains(Self.tick) ? "a block of code begins with ``` and no other `" : nil
        }
        if isBlank, !lineHasValue { isInHTML = false }
        if line.first == UInt8(ascii: "<") { isInHTML = true }
        if line.starts(with: "<details".utf8) { depth += 1 }
        if line.starts(with: "</details".utf8) { depth -= 1 }
        if line.drop(while: { $0 == 32 }).starts(with: "~~~".utf8) {
            return "a block of code stands between ``` and ```"
        }
        if isInCode || zip(line, line.dropFirst()).contains(where: { $0 == Self.tick && $1 == Self.tick }) {
            return "each ` has another one on its line, and none beside it"
        }
        let isDelimiter =
            line.allSatisfy { "-:| \t".utf8.contains($0) } && line.contains(UInt8(ascii: "-"))
            && (line.contains(Self.bar) || line.contains(UInt8(ascii: ":")))
        if isDelimiter, !isRow || !isBehindRow { return "each row of a table begins with |" }
        isInTable = isRow || isInTable && !(isBlank && !lineHasValue)
        return nil
    }

    /// Offset of the first `<` in a template that is not of folded details.
    static func foreignHTML(in template: [UInt8]) -> Int? {
        let sign = UInt8(ascii: "<")
        for line in template.split(separator: 10) {
            guard let first = line.firstIndex(of: sign) else { continue }
            let isDetails = ["<details>", "<details open>", "</details>"].contains { line.elementsEqual($0.utf8) }
            let isSummary =
                line.starts(with: summary) && line.suffix(summaryEnd.count).elementsEqual(summaryEnd)
                && line.count(where: { $0 == sign }) == 2
            if !isDetails, !isSummary { return first }
        }
        return nil
    }
}
