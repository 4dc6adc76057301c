/// Markup that is safe to print as it is, since only `MarkupWriter` can make it.
package struct SafeHTML: Sendable, Hashable {
    /// UTF-8.
    package let bytes: [UInt8]

    fileprivate init(bytes: [UInt8]) { self.bytes = bytes }

    /// Nothing.
    package static let empty = SafeHTML(bytes: [])
}

/// Writes elements with literal names and escaped values; there is no way to write raw markup or a script, style or
/// link.
package struct MarkupWriter {
    private var bytes: [UInt8] = []

    package init() {}

    /// What was written so far.
    package var html: SafeHTML { SafeHTML(bytes: bytes) }

    /// Text content, escaped.
    package mutating func text(_ text: String) { HTMLEscaping.write(text, into: &bytes) }

    /// Other safe markup.
    package mutating func insert(_ html: SafeHTML) { bytes += html.bytes }

    /// A drawing that stands elsewhere on the page, by its name (SVG).
    package mutating func use(_ drawing: Fragment) { bytes += "<use href=\"#\(drawing.name)\"/>".utf8 }

    /// An element with its content; without content it is written `<name …/>` (SVG).
    package mutating func element(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:],
        content: ((inout Self) -> Void)? = nil
    ) {
        assert(!["script", "style", "foreignObject", "a", "image", "use"].contains("\(name)"))
        bytes += "<\(name)".utf8
        for (key, value) in attributes {
            assert(!"\(key)".hasPrefix("on") && !["style", "href", "src", "xlink:href"].contains("\(key)"))
            bytes += " \(key)=\"".utf8
            HTMLEscaping.write(value, into: &bytes)
            bytes.append(UInt8(ascii: "\""))
        }
        guard let content else {
            bytes += "/>".utf8
            return
        }
        bytes.append(UInt8(ascii: ">"))
        content(&self)
        bytes += "</\(name)>".utf8
    }

    /// An element that holds only text.
    package mutating func element(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>, text: String)
    {
        element(name, attributes) { $0.text(text) }
    }
}
