/// The outline of an XML document at the start of a file: its root, and what comes first.
package struct XMLShape: Sendable {
    /// The local name of the root element.
    package var name: String
    /// The namespace URI of the root element.
    package var namespace: String?
    /// The attributes of the root element, by their names as written; values unescaped.
    package var attributes: [String: String]
    /// The local names of the root's child elements, each once, in their order, at most 8.
    package var children: [String]
    /// The text of the first comment before the root.
    package var comment: String?

    /// Scans the start of an XML document; `nil` if no root element is found.
    init?(_ text: [UInt8]) {
        var scanner = XMLShapeScanner(text)
        guard let shape = scanner.shape() else { return nil }
        self = shape
    }

    init(name: String, namespace: String?, attributes: [String: String], children: [String], comment: String?) {
        self.name = name
        self.namespace = namespace
        self.attributes = attributes
        self.children = children
        self.comment = comment
    }

    /// Whether text that begins with `<` is an HTML page.
    static func isHTML(_ bytes: Bytes) -> Bool {
        for word: StaticString in ["<!doctype html", "<html", "<head", "<body", "<title", "<h1", "<center"] {
            let length = word.utf8CodeUnitCount
            guard bytes.count > length, bytes.prefix(length).equalsIgnoringASCIICase(word) else { continue }
            let next = bytes[length]
            if isASCIISpace(next) || next == UInt8(ascii: ">") || next == UInt8(ascii: "/") { return true }
        }
        return false
    }
}
