/// A piece of a loaded template.
indirect enum TemplateNode: Sendable {
    case literal([UInt8])
    case value(String, TemplateSlot)
    case section(String, inverted: Bool, [TemplateNode])
}

/// How a value is written at its place.
enum TemplateSlot: Sendable {
    case htmlText, htmlLink, markdownText, markdownCell, markdownBlock, markdownSummary
    case jiraText, jiraWord, plainText, plainWord, plainQuote
}

/// Names the place where a value may not stand.
struct Refusal: Error, ExpressibleByStringInterpolation {
    let place: String

    init(stringLiteral value: String) { place = value }
}

/// Where a template's next byte stands, by the template's language.
enum TemplatePosition: Equatable {
    case html(HTMLPosition)
    case markdown(MarkdownPosition)
    case lines(LineMarkupPosition)

    /// By the name's ending; `nil` for another language.
    init?(file: String) {
        if file.utf8.suffix(5).elementsEqual(".html".utf8) {
            self = .html(HTMLPosition())
        } else if file.utf8.suffix(3).elementsEqual(".md".utf8) {
            self = .markdown(MarkdownPosition())
        } else if file.utf8.suffix(9).elementsEqual(".jira.txt".utf8) {
            self = .lines(LineMarkupPosition(.jira))
        } else if file.utf8.suffix(4).elementsEqual(".txt".utf8) {
            self = .lines(LineMarkupPosition(.plain))
        } else {
            return nil
        }
    }

    mutating func consume(_ bytes: [UInt8]) {
        switch self {
        case .html(var position):
            position.consume(bytes)
            self = .html(position)
        case .markdown(var position):
            position.consume(bytes)
            self = .markdown(position)
        case .lines(var position):
            position.consume(bytes)
            self = .lines(position)
        }
    }

    mutating func enterSection() {
        guard case .html(var position) = self else { return }
        position.enterSection()
        self = .html(position)
    }

    func slot(for kind: TemplateShape.Kind) -> Result<TemplateSlot, Refusal> {
        switch self {
        case .html(let position): position.slot(for: kind)
        case .markdown(let position): position.slot(for: kind)
        case .lines(let position): position.slot(for: kind)
        }
    }
}
