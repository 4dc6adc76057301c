internal import CTemplates

/// Templates by name: the copies embedded from `templates/`, some of them perhaps replaced by a customer's own.
package struct TemplateLibrary: Sendable {
    private var documents: [String: [UInt8]]

    /// The copies that were embedded when the package was built.
    package static let embedded = TemplateLibrary(documents: readEmbedded())

    /// Exactly these documents.
    package init(documents: [String: [UInt8]]) { self.documents = documents }

    /// The bytes of a document; `nil` when there is none of that name.
    package subscript(name: String) -> [UInt8]? { documents[name] }

    /// All names, sorted.
    package var names: [String] { documents.keys.sorted() }

    /// A library in which `name` is another document.
    package func replacing(_ name: String, with bytes: [UInt8]) -> TemplateLibrary {
        var copy = self
        copy.documents[name] = bytes
        return copy
    }

    private static func readEmbedded() -> [String: [UInt8]] {
        var documents: [String: [UInt8]] = [:]
        for index in 0..<evidencepack_template_total() {
            let entry = evidencepack_template_at(index)
            documents[String(cString: entry.name)] = Array(UnsafeBufferPointer(start: entry.bytes, count: entry.count))
        }
        return documents
    }
}
