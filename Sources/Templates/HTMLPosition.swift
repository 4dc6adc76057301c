/// Where in an HTML document the next byte stands, as far as it matters for what may be printed there.
struct HTMLPosition: Equatable {
    enum State: Equatable {
        case text, tagStart, tagName, closingTag, inTag, attributeName, afterEquals
        case doubleQuoted, singleQuoted, unquoted, comment, rawText, textBox
    }

    private(set) var state = State.text
    private var element: [UInt8] = []
    private var attribute: [UInt8] = []
    private var recent: [UInt8] = []
    private var valueIsEmpty = true

    static func == (left: Self, right: Self) -> Bool {
        left.state == right.state
            && (left.state == .text || left.element == right.element && left.attribute == right.attribute)
    }

    /// After a section the value of an attribute may have begun.
    mutating func enterSection() { valueIsEmpty = false }

    mutating func consume(_ bytes: [UInt8]) { for byte in bytes { consume(byte) } }

    /// How a value of `kind` is written here; `nil` with the reason when it may not be.
    func slot(for kind: TemplateShape.Kind) -> Result<TemplateSlot, Refusal> {
        switch (state, kind) {
        case (.text, .text), (.text, .word), (.text, .fragment), (.text, .block): return .success(.htmlText)
        // Between these tags character references are resolved and tags are not: escaped text stays text.
        case (.textBox, .text), (.textBox, .word), (.textBox, .block): return .success(.htmlText)
        case (.textBox, _): return .failure("a text box, which holds only text")
        case (.text, .html): return element == Array("title".utf8) ? .failure("markup in a title") : .success(.htmlText)
        case (.doubleQuoted, .html): return .failure("markup in an attribute")
        case (.doubleQuoted, .block): return .failure("an attribute, which has one line")
        case (.doubleQuoted, _): return attributeSlot(for: kind)
        case (.singleQuoted, _), (.unquoted, _), (.afterEquals, _):
            return .failure("an attribute's value without double quotes")
        case (.comment, _): return .failure("a comment")
        case (.rawText, _): return .failure("a script or style")
        default: return .failure("a tag")
        }
    }

    private func attributeSlot(for kind: TemplateShape.Kind) -> Result<TemplateSlot, Refusal> {
        let name = String(decoding: attribute, as: UTF8.self)
        if name.utf8.starts(with: "on".utf8) { return .failure("an event handler") }
        switch name {
        case "style": return .failure("a style attribute")
        case "href":
            guard case .fragment = kind, valueIsEmpty else { return .failure("a link that is not a fragment's alone") }
            return .success(.htmlLink)
        case "src", "srcset", "srcdoc", "action", "formaction", "poster", "data", "background", "ping", "cite",
            "xlink:href",
            "manifest", "http-equiv", "target":
            return .failure("the attribute \(name)")
        default: return .success(.htmlText)
        }
    }

    private mutating func consume(_ byte: UInt8) {
        let isSpace = byte == 32 || byte == 9 || byte == 10 || byte == 12 || byte == 13
        let lower = (65...90).contains(byte) ? byte | 32 : byte
        recent.append(lower)
        if recent.count > 16 { recent.removeFirst() }
        switch state {
        case .text: if byte == UInt8(ascii: "<") { state = .tagStart }
        case .tagStart:
            switch byte {
            case UInt8(ascii: "/"): state = .closingTag
            case UInt8(ascii: "!"): state = .comment
            default: (state, element) = (97...122).contains(lower) ? (.tagName, [lower]) : (.text, element)
            }
        case .closingTag: if byte == UInt8(ascii: ">") { (state, element) = (.text, []) }
        case .comment:
            let isDeclaration = !recent.suffix(16).elementsEqual("<!--".utf8) && !containsCommentStart
            if byte == UInt8(ascii: ">"), isDeclaration || recent.suffix(3).elementsEqual("-->".utf8) { state = .text }
            if recent.suffix(4).elementsEqual("<!--".utf8) { attribute = Array("--".utf8) }
        case .tagName:
            if byte == UInt8(ascii: ">") {
                endTag()
            } else if isSpace || byte == UInt8(ascii: "/") {
                state = .inTag
            } else {
                element.append(lower)
            }
        case .inTag:
            if byte == UInt8(ascii: ">") {
                endTag()
            } else if !isSpace, byte != UInt8(ascii: "/") {
                (state, attribute) = (.attributeName, [lower])
            }
        case .attributeName:
            if byte == UInt8(ascii: "=") {
                state = .afterEquals
            } else if byte == UInt8(ascii: ">") {
                endTag()
            } else if isSpace {
                (state, attribute) = (.inTag, [])
            } else {
                attribute.append(lower)
            }
        case .afterEquals:
            valueIsEmpty = true
            switch byte {
            case UInt8(ascii: "\""): state = .doubleQuoted
            case UInt8(ascii: "'"): state = .singleQuoted
            default: if !isSpace { state = .unquoted }
            }
        case .doubleQuoted: endValue(at: UInt8(ascii: "\""), byte)
        case .singleQuoted: endValue(at: UInt8(ascii: "'"), byte)
        case .unquoted:
            if isSpace { (state, attribute) = (.inTag, []) } else if byte == UInt8(ascii: ">") { endTag() }
        case .rawText, .textBox:
            guard byte == UInt8(ascii: ">"),
                recent.suffix(element.count + 3).elementsEqual(Array("</".utf8) + element + [byte])
            else { return }
            (state, element) = (.text, [])
        }
    }

    private var containsCommentStart: Bool { attribute == Array("--".utf8) }

    private mutating func endValue(at quote: UInt8, _ byte: UInt8) {
        if byte == quote { (state, attribute) = (.inTag, []) } else { valueIsEmpty = false }
    }

    private mutating func endTag() {
        let isRaw = ["script", "style", "iframe", "noscript", "xmp", "noembed", "noframes", "plaintext"]
            .contains { $0.utf8.elementsEqual(element) }
        let isTextBox = element.elementsEqual("textarea".utf8)
        (state, attribute) = (isRaw ? .rawText : isTextBox ? .textBox : .text, [])
    }
}
