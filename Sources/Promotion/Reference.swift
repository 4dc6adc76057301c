import Formats
import Model
import Rules
import Streams

/// The catalogs as text, for `checks` and the README.
package enum Reference {
    /// One check kind.
    package struct Kind: Sendable {
        package let name: String
        package let summary: String
        package let example: String
        /// One line a parameter.
        package let parameters: [String]
    }

    package static var kinds: [Kind] {
        RuleCatalog.all.map { type in
            Kind(
                name: type.kind, summary: type.summary, example: type.example,
                parameters: type.parameters.map {
                    "\($0.name) (\($0.form.rawValue)\($0.isRequired ? ", required" : "")): \($0.summary)"
                })
        }
    }

    /// Format id and title, in catalog order.
    package static var formats: [(id: String, title: String, producedBy: [String])] {
        FormatCatalog.all.map { ($0.id, $0.title, $0.producedBy) }
    }
}
