/// Where in an HTML document the next byte stands, as far as it matters for what may be printed there.
///
/// It reads only the part of HTML that every browser tokenises alike, inside SVG too, and refuses the rest: a template
/// that the engine and a browser read differently could print text of others as a script.
struct HTMLPosition: Equatable {
    enum State: Equatable {
        case text, tagStart, declaration, doctype, comment, endTagStart, endTagName, afterEndTagName
        case tagName, inTag, selfClosing, attributeName, afterEquals, doubleQuoted, singleQuoted, unquoted
        case raw, rawLess, rawEnd
    }

    private(set) var state = State.text
    /// What the `style` elements hold, one entry each.
    private(set) var styles: [[UInt8]] = []
    /// What the `script` elements hold, one entry each.
    private(set) var scripts: [[UInt8]] = []
    private var element: [UInt8] = []
    private var attribute: [UInt8] = []
    /// What was read of a comment, a declaration or the end of a raw element.
    private var pending: [UInt8] = []
    private var valueIsEmpty = true

    static func == (left: Self, right: Self) -> Bool {
        left.state == right.state
            && (left.state == .text || left.element == right.element && left.attribute == right.attribute)
    }

    /// After a tag the value of an attribute may have begun.
    mutating func passTag() { valueIsEmpty = false }

    /// Why no section may begin or end here; `nil` where one may.
    var refusalOfSections: String? {
        switch state {
        case .text, .inTag, .doubleQuoted: nil
        case .raw: isTextBox ? nil : "a script or style"
        case .comment: "a comment"
        default: "a tag"
        }
    }

    /// Why no partial may stand here; `nil` where one may.
    var refusalOfPartials: String? { state == .raw ? nil : refusalOfSections }

    /// How a value of `kind` is written here; `nil` with the reason when it may not be.
    func slot(for kind: TemplateShape.Kind) -> Result<TemplateSlot, Refusal> {
        switch (state, kind) {
        case (.text, _): return .success(.htmlText)
        case (.raw, _) where !isTextBox: return .failure("a script or style")
        case (.raw, .text), (.raw, .word), (.raw, .block): return .success(.htmlText)
        case (.raw, _): return .failure("a text box or title, which holds only text")
        case (.doubleQuoted, .html): return .failure("markup in an attribute")
        case (.doubleQuoted, .block): return .failure("an attribute, which has one line")
        case (.doubleQuoted, _):
            return HTMLAttributes.slot(for: kind, in: name(attribute), isAlone: valueIsEmpty)
        case (.singleQuoted, _), (.unquoted, _), (.afterEquals, _):
            return .failure("an attribute's value without double quotes")
        case (.comment, _): return .failure("a comment")
        case (.rawLess, _), (.rawEnd, _): return .failure("a script or style")
        default: return .failure("a tag")
        }
    }

    mutating func consume(_ bytes: [UInt8]) throws(Malformed) {
        var offset = 0
        while offset < bytes.count {
            if state == .text || state == .raw {
                // Up to the next < nothing changes.
                let end = bytes[offset...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
                if state == .raw { collect(bytes[offset..<end]) }
                offset = end
                if offset == bytes.count { return }
            }
            if let reason = consume(bytes[offset]) { throw Malformed(offset: offset, reason: reason) }
            offset += 1
        }
    }

    /// - Returns: why the byte may not stand here.
    private mutating func consume(_ byte: UInt8) -> String? {
        let lower = (65...90).contains(byte) ? byte | 32 : byte
        switch state {
        case .text: state = .tagStart
        case .raw, .rawLess, .rawEnd: return consumeRaw(byte, lower)
        case .declaration, .doctype, .comment: return consumeDeclaration(byte, lower)
        case .doubleQuoted: endValue(at: UInt8(ascii: "\""), byte)
        case .singleQuoted: endValue(at: UInt8(ascii: "'"), byte)
        default: return consumeTag(byte, lower)
        }
        return nil
    }

    private mutating func consumeTag(_ byte: UInt8, _ lower: UInt8) -> String? {
        let isSpace = byte == 32 || byte == 9 || byte == 10
        let isName = isLetter(lower) || (48...57).contains(byte) || "-_:.".utf8.contains(byte)
        switch (state, byte) {
        case (.tagStart, UInt8(ascii: "/")): state = .endTagStart
        case (.tagStart, UInt8(ascii: "!")): (state, pending) = (.declaration, [])
        case (.tagStart, _):
            guard isLetter(lower) else { return "a < begins a tag; write &lt; for the sign" }
            (state, element) = (.tagName, [lower])
        case (.endTagStart, _):
            guard isLetter(lower) else { return "an end tag needs a name" }
            state = .endTagName
        case (.endTagName, UInt8(ascii: ">")), (.afterEndTagName, UInt8(ascii: ">")): (state, element) = (.text, [])
        case (.endTagName, _), (.afterEndTagName, _):
            guard isSpace || isName && state == .endTagName else { return "an end tag has only a name" }
            if isSpace { state = .afterEndTagName }
        case (.afterEquals, UInt8(ascii: "\"")): (state, valueIsEmpty) = (.doubleQuoted, true)
        case (.afterEquals, UInt8(ascii: "'")): (state, valueIsEmpty) = (.singleQuoted, true)
        case (.afterEquals, _) where isName: state = .unquoted
        case (.unquoted, _) where isName: break
        case (.afterEquals, _): return "an attribute's value stands in quotes, right behind the ="
        case (_, UInt8(ascii: ">")): return endTag(isClosed: state == .selfClosing)
        case (.selfClosing, _): return "a / in a tag stands before its >"
        case (.unquoted, _):
            guard isSpace else { return "such a value needs quotes" }
            (state, attribute) = (.inTag, [])
        case (_, UInt8(ascii: "/")): (state, attribute) = (.selfClosing, [])
        case (.attributeName, UInt8(ascii: "=")): state = .afterEquals
        case _ where isSpace: (state, attribute) = (.inTag, [])
        case _ where !isName: return "a name of a tag has only letters, digits, - _ : and ."
        case (.tagName, _): element.append(lower)
        case (.inTag, _): (state, attribute) = (.attributeName, [lower])
        default: attribute.append(lower)
        }
        return nil
    }

    private mutating func consumeDeclaration(_ byte: UInt8, _ lower: UInt8) -> String? {
        switch state {
        case .declaration:
            pending.append(lower)
            if pending.elementsEqual("--".utf8) {
                (state, pending) = (.comment, [])
            } else if pending.elementsEqual("doctype".utf8) {
                state = .doctype
            } else if !"doctype".utf8.starts(with: pending), !"--".utf8.starts(with: pending) {
                return "behind <! only -- or doctype may stand"
            }
        case .doctype: if byte == UInt8(ascii: ">") { state = .text }
        default:
            let isStart = pending.allSatisfy { $0 == UInt8(ascii: "-") } && pending.count < 2
            if pending.suffix(2).elementsEqual("--".utf8) {
                guard byte == UInt8(ascii: ">") else { return "-- in a comment ends it" }
                (state, pending) = (.text, [])
            } else if isStart, byte == UInt8(ascii: ">") {
                return "a comment may not begin with >"
            } else {
                pending.append(byte)
            }
        }
        return nil
    }

    /// In script, style, textarea and title: up to their own end tag there is no markup.
    private mutating func consumeRaw(_ byte: UInt8, _ lower: UInt8) -> String? {
        if state == .rawEnd {
            pending.append(lower)
            let end = Array("/".utf8) + element + Array(">".utf8)
            guard end.starts(with: pending) else {
                return "in <\(name(element))> only </\(name(element))> may begin with <"
            }
            if pending == end { (state, element) = (.text, []) }
            return nil
        }
        if state == .rawLess, byte == UInt8(ascii: "/") {
            (state, pending) = (.rawEnd, [byte])
            return nil
        }
        if state == .rawLess {
            if isLetter(lower) || byte == UInt8(ascii: "!") || byte == UInt8(ascii: "?") {
                return "in <script> a < needs a space behind it"
            }
            collect([UInt8(ascii: "<")])
        }
        if byte == UInt8(ascii: "<") {
            pending = []
            state = element.elementsEqual("script".utf8) ? .rawLess : .rawEnd
        } else {
            collect([byte])
            state = .raw
        }
        return nil
    }

    private mutating func collect(_ bytes: ArraySlice<UInt8>) {
        if element.elementsEqual("style".utf8) { styles[styles.count - 1] += bytes }
        if element.elementsEqual("script".utf8) { scripts[scripts.count - 1] += bytes }
    }

    private mutating func endValue(at quote: UInt8, _ byte: UInt8) {
        if byte == quote { (state, attribute) = (.inTag, []) } else { valueIsEmpty = false }
    }

    private mutating func endTag(isClosed: Bool) -> String? {
        let name = name(element)
        guard !HTMLAttributes.refusedElements.contains(name) else { return "a template has no <\(name)>" }
        let isRaw = HTMLAttributes.rawElements.contains(name)
        guard isRaw || HTMLAttributes.textBoxElements.contains(name) else {
            (state, attribute) = (.text, [])
            return nil
        }
        guard !isClosed else { return "<\(name)> needs an end tag" }
        if name == "style" { styles.append([]) }
        if name == "script" { scripts.append([]) }
        // The content security policy names one hash of each.
        guard styles.count < 2, scripts.count < 2 else { return "a template has no second <\(name)>" }
        (state, attribute) = (.raw, [])
        return nil
    }

    private var isTextBox: Bool { HTMLAttributes.textBoxElements.contains(name(element)) }

    private func isLetter(_ lower: UInt8) -> Bool { (97...122).contains(lower) }

    private func name(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
