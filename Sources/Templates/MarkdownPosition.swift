/// Where in a Markdown template the next byte stands: in a table row, in code, or in running text.
struct MarkdownPosition: Equatable {
    private var line: [UInt8] = []
    private var isInFence = false

    /// A section may start and end on different lines, but not on different sides of a fence.
    static func == (left: Self, right: Self) -> Bool {
        left.isInFence == right.isInFence && left.isInCode == right.isInCode
    }

    private var isInCode: Bool { !line.count(where: { $0 == UInt8(ascii: "`") }).isMultiple(of: 2) }

    mutating func consume(_ bytes: [UInt8]) {
        for byte in bytes {
            guard byte == 10 else {
                line.append(byte)
                continue
            }
            if line.starts(with: "```".utf8) { isInFence.toggle() }
            line = []
        }
    }

    func slot(for kind: TemplateShape.Kind) -> Result<TemplateSlot, Refusal> {
        if isInFence || isInCode { return .failure("code") }
        if case .html = kind { return .failure("Markdown") }
        if case .fragment = kind { return .failure("Markdown") }
        if case .block = kind {
            return line.isEmpty ? .success(.markdownBlock) : .failure("a line of Markdown, which a block has to itself")
        }
        return .success(line.first == UInt8(ascii: "|") ? .markdownCell : .markdownText)
    }
}
