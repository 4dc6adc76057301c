/// A forgiving scan of XML for its outline; the reader that follows judges it.
struct XMLShapeScanner {
    private let text: [UInt8]
    private var index = 0
    private static let children = 8

    init(_ text: [UInt8]) { self.text = text }

    mutating func shape() -> XMLShape? {
        var comment: String?
        while let start = nextTag() {
            index = start
            if starts("<!--") {
                guard let body = body(from: 4, to: "-->") else { return nil }
                if comment == nil { comment = String(decoding: text[body].prefix(1_000), as: UTF8.self) }
            } else if starts("<?") {
                guard body(from: 2, to: "?>") != nil else { return nil }
            } else if starts("<!") {
                guard skipDeclaration() else { return nil }
            } else {
                return root(comment)
            }
        }
        return nil
    }

    private mutating func root(_ comment: String?) -> XMLShape? {
        guard let tag = tag() else { return nil }
        let (prefix, name) = split(tag.name)
        let namespace = tag.attributes[prefix.isEmpty ? "xmlns" : "xmlns:" + prefix]
        return XMLShape(
            name: name, namespace: namespace, attributes: tag.attributes, children: tag.isClosed ? [] : children(),
            comment: comment)
    }

    private mutating func children() -> [String] {
        var names: [String] = []
        var depth = 1
        while names.count < Self.children, let start = nextTag() {
            index = start
            if starts("<!--") {
                guard body(from: 4, to: "-->") != nil else { break }
            } else if starts("<![CDATA[") {
                guard body(from: 9, to: "]]>") != nil else { break }
            } else if starts("<?") {
                guard body(from: 2, to: "?>") != nil else { break }
            } else if starts("</") {
                depth -= 1
                index += 2
                if depth == 0 { break }
            } else {
                let isChild = depth == 1
                guard let (name, isClosed) = isChild ? tag().map({ ($0.name, $0.isClosed) }) : skipTag() else { break }
                if isChild, case let local = split(name).local, !names.contains(local) { names.append(local) }
                if !isClosed { depth += 1 }
            }
        }
        return names
    }

    private func nextTag() -> Int? { text[index...].firstIndex(of: UInt8(ascii: "<")) }

    private func starts(_ word: StaticString) -> Bool {
        let length = word.utf8CodeUnitCount
        guard index + length <= text.count else { return false }
        for offset in 0..<length where text[index + offset] != word.utf8Start[offset] { return false }
        return true
    }

    /// What lies between `from` and the next `end`, which is passed.
    private mutating func body(from: Int, to end: StaticString) -> Range<Int>? {
        let start = index + from
        index = min(start, text.count)
        while index < text.count {
            if starts(end) {
                defer { index += end.utf8CodeUnitCount }
                return start..<index
            }
            index += 1
        }
        return nil
    }

    /// Passes `<!DOCTYPE …>`, with its internal subset if it has one.
    private mutating func skipDeclaration() -> Bool {
        var brackets = 0
        var quote: UInt8?
        while index < text.count {
            let byte = text[index]
            index += 1
            if let open = quote {
                if byte == open { quote = nil }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "'"): quote = byte
            case UInt8(ascii: "["): brackets += 1
            case UInt8(ascii: "]"): brackets -= 1
            case UInt8(ascii: ">") where brackets <= 0: return true
            default: break
            }
        }
        return false
    }

    private mutating func skipTag() -> (String, Bool)? {
        var quote: UInt8?
        while index < text.count {
            let byte = text[index]
            index += 1
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: ">") {
                return ("", text[index - 2] == UInt8(ascii: "/"))
            }
        }
        return nil
    }

    private mutating func tag() -> (name: String, attributes: [String: String], isClosed: Bool)? {
        index += 1
        let name = self.name()
        guard !name.isEmpty else { return nil }
        var attributes: [String: String] = [:]
        while index < text.count {
            let byte = text[index]
            if byte == UInt8(ascii: ">") {
                index += 1
                return (name, attributes, false)
            }
            if byte == UInt8(ascii: "/") || isASCIISpace(byte) || byte == UInt8(ascii: "=") {
                index += 1
                if byte == UInt8(ascii: "/"), index < text.count, text[index] == UInt8(ascii: ">") {
                    index += 1
                    return (name, attributes, true)
                }
                continue
            }
            let key = self.name()
            guard !key.isEmpty, let value = value() else { return nil }
            attributes[key] = value
        }
        return nil
    }

    private mutating func name() -> String {
        let start = index
        while index < text.count, !isASCIISpace(text[index]), text[index] != UInt8(ascii: ">"),
            text[index] != UInt8(ascii: "/"), text[index] != UInt8(ascii: "="), text[index] != UInt8(ascii: "<"),
            text[index] != UInt8(ascii: "\""), text[index] != UInt8(ascii: "'")
        {
            index += 1
        }
        return String(decoding: text[start..<index], as: UTF8.self)
    }

    private mutating func value() -> String? {
        while index < text.count, isASCIISpace(text[index]) || text[index] == UInt8(ascii: "=") { index += 1 }
        guard index < text.count, text[index] == UInt8(ascii: "\"") || text[index] == UInt8(ascii: "'") else {
            return nil
        }
        let quote = text[index]
        let start = index + 1
        guard let end = text[start...].firstIndex(of: quote) else { return nil }
        index = end + 1
        return unescaped(text[start..<end])
    }

    private func unescaped(_ bytes: ArraySlice<UInt8>) -> String {
        let entities: [(StaticString, UInt8)] = [
            ("&amp;", UInt8(ascii: "&")), ("&lt;", UInt8(ascii: "<")), ("&gt;", UInt8(ascii: ">")),
            ("&quot;", UInt8(ascii: "\"")), ("&apos;", UInt8(ascii: "'")),
        ]
        guard bytes.contains(UInt8(ascii: "&")) else { return String(decoding: bytes, as: UTF8.self) }
        return bytes.withUnsafeBufferPointer { buffer in
            let whole = Bytes(buffer)
            var output: [UInt8] = []
            var at = 0
            while at < whole.count {
                if let (name, byte) = entities.first(where: { whole.suffix(from: at).hasPrefix($0.0) }) {
                    output.append(byte)
                    at += name.utf8CodeUnitCount
                } else {
                    output.append(whole[at])
                    at += 1
                }
            }
            return String(decoding: output, as: UTF8.self)
        }
    }

    private func split(_ name: String) -> (prefix: String, local: String) {
        guard let colon = name.utf8.firstIndex(of: UInt8(ascii: ":")) else { return ("", name) }
        return (String(name[..<colon]), String(name[name.index(after: colon)...]))
    }
}
