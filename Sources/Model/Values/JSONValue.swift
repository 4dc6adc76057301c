/// JSON that is written, never read: members keep the order in which they were given.
package enum JSONValue: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    case object([Member])
    case array([JSONValue])
    case string(String)
    /// Exact number text.
    case number(String)
    case bool(Bool)
    case null

    /// One member of an object.
    package struct Member: Sendable, Hashable {
        package let key: String
        package let value: JSONValue
    }

    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int) { self = .number(String(value)) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    package init(nilLiteral: ()) { self = .null }
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(elements.map { Member(key: $0.0, value: $0.1) })
    }

    package init(_ text: String?) { self = text.map { .string($0) } ?? .null }
    package init(_ value: Int?) { self = value.map { .number(String($0)) } ?? .null }
    package init(_ instant: Instant?) { self.init(instant?.description) }

    /// An object without the members whose value is null.
    package static func compactObject(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
        .object(members.filter { $0.value != .null }.map { Member(key: $0.key, value: $0.value) })
    }

    /// RFC 8785: members sorted by UTF-16 code units, no white space. Digests are taken over this form.
    package var canonical: [UInt8] {
        var out: [UInt8] = []
        write(into: &out, indent: nil, sorted: true)
        return out
    }

    /// Two-space indented text with a final newline, members in the order given.
    package var pretty: [UInt8] {
        var out: [UInt8] = []
        write(into: &out, indent: 0, sorted: false)
        out.append(10)
        return out
    }

    private func write(into out: inout [UInt8], indent: Int?, sorted: Bool) {
        switch self {
        case .null: out += "null".utf8
        case .bool(let flag): out += (flag ? "true" : "false").utf8
        case .number(let text): out += text.utf8
        case .string(let text): Self.quote(text, into: &out)
        case .array(let elements):
            Self.list(elements, open: 91, close: 93, into: &out, indent: indent) { element, inner, out in
                element.write(into: &out, indent: inner, sorted: sorted)
            }
        case .object(let members):
            let ordered = sorted ? members.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) } : members
            Self.list(ordered, open: 123, close: 125, into: &out, indent: indent) { member, inner, out in
                Self.quote(member.key, into: &out)
                out.append(58)
                if inner != nil { out.append(32) }
                member.value.write(into: &out, indent: inner, sorted: sorted)
            }
        }
    }

    private static func list<T>(
        _ elements: [T], open: UInt8, close: UInt8, into out: inout [UInt8], indent: Int?,
        _ body: (T, Int?, inout [UInt8]) -> Void
    ) {
        out.append(open)
        for (index, element) in elements.enumerated() {
            if index > 0 { out.append(44) }
            if let indent { out += [10] + [UInt8](repeating: 32, count: (indent + 1) * 2) }
            body(element, indent.map { $0 + 1 }, &out)
        }
        if let indent, !elements.isEmpty { out += [10] + [UInt8](repeating: 32, count: indent * 2) }
        out.append(close)
    }

    private static func quote(_ text: String, into out: inout [UInt8]) {
        out.append(34)
        for byte in text.utf8 {
            switch byte {
            case 34: out += "\\\"".utf8
            case 92: out += "\\\\".utf8
            case 8: out += "\\b".utf8
            case 9: out += "\\t".utf8
            case 10: out += "\\n".utf8
            case 12: out += "\\f".utf8
            case 13: out += "\\r".utf8
            case 0..<32:
                let hex = Array("0123456789abcdef".utf8)
                out += "\\u00".utf8
                out += [hex[Int(byte >> 4)], hex[Int(byte & 15)]]
            default: out.append(byte)
            }
        }
        out.append(34)
    }
}
