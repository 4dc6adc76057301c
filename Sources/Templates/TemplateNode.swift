/// A piece of a loaded template.
indirect enum TemplateNode: Sendable {
    case literal([UInt8])
    case value(String, TemplateSlot)
    case section(String, inverted: Bool, [TemplateNode])
}

extension [TemplateNode] {
    /// Whether the value is printed whatever the other values are; its own section may surround it.
    func alwaysPrint(_ wanted: String) -> Bool {
        contains { node in
            switch node {
            case .value(wanted, _): true
            case .section(wanted, false, let children): children.alwaysPrint(wanted)
            default: false
            }
        }
    }
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

    mutating func consume(_ bytes: [UInt8]) throws(Malformed) {
        switch self {
        case .html(var position):
            try position.consume(bytes)
            self = .html(position)
        case .markdown(var position):
            try position.consume(bytes)
            self = .markdown(position)
        case .lines(var position):
            position.consume(bytes)
            self = .lines(position)
        }
    }

    /// A value, a partial, or the edge of a section was passed.
    mutating func passTag(isValue: Bool = false) {
        switch self {
        case .html(var position):
            position.passTag()
            self = .html(position)
        case .markdown(var position):
            position.passTag()
            if isValue { position.passValue() }
            self = .markdown(position)
        case .lines: break
        }
    }

    /// The edge of a section was passed; at its end `start` is where it began.
    mutating func passSection(from start: TemplatePosition? = nil) {
        passTag()
        guard case .markdown(var position) = self else { return }
        if case .markdown(let start)? = start { position.passSection(from: start) } else { position.passSection() }
        self = .markdown(position)
    }

    /// Whether a table that began behind `start` goes on.
    func leavesTableOpen(since start: TemplatePosition) -> Bool {
        guard case (.markdown(let end), .markdown(let start)) = (self, start) else { return false }
        return end.leavesTableOpen(since: start)
    }

    func slot(for kind: TemplateShape.Kind) -> Result<TemplateSlot, Refusal> {
        switch self {
        case .html(let position): position.slot(for: kind)
        case .markdown(let position): position.slot(for: kind)
        case .lines(let position): position.slot(for: kind)
        }
    }

    /// Why no section may begin or end here; `nil` where one may.
    var refusalOfSections: String? {
        switch self {
        case .html(let position): position.refusalOfSections
        case .markdown(let position): position.refusalOfTags
        case .lines: nil
        }
    }

    /// Why no partial may stand here; `nil` where one may.
    var refusalOfPartials: String? {
        switch self {
        case .html(let position): position.refusalOfPartials
        case .markdown(let position): position.refusalOfTags
        case .lines: nil
        }
    }
}
