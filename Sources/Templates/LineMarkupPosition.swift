/// Where in a Jira or plain-text template the next byte stands: at the start of a line, behind a bar, or within.
struct LineMarkupPosition: Equatable {
    enum Language { case jira, plain }

    let language: Language
    private var line: [UInt8] = []
    private var isInNoformat = false

    init(_ language: Language) { self.language = language }

    /// A section may not hide the words that a value needs in front of it.
    static func == (left: Self, right: Self) -> Bool {
        left.isInNoformat == right.isInNoformat && left.line.isEmpty == right.line.isEmpty
    }

    mutating func consume(_ bytes: [UInt8]) {
        for byte in bytes {
            guard byte == 10 else {
                line.append(byte)
                continue
            }
            if language == .jira, line.elementsEqual("{noformat}".utf8) { isInNoformat.toggle() }
            line = []
        }
    }

    func slot(for kind: TemplateShape.Kind) -> Result<TemplateSlot, Refusal> {
        if isInNoformat { return .failure("noformat") }
        switch kind {
        case .text where line.isEmpty: return .failure("the first column, where markup and headers begin")
        case .text where language == .jira: return .success(.jiraText)
        case .text: return .success(line.suffix(2).elementsEqual("| ".utf8) ? .plainQuote : .plainText)
        case .word: return .success(language == .jira ? .jiraWord : .plainWord)
        case .block, .html, .fragment, .flag, .list:
            return .failure(language == .jira ? "Jira markup" : "plain text")
        }
    }
}
