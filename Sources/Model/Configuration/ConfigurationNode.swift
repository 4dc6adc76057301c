/// A value of a configuration file with its place, before anything is known about its meaning.
package struct ConfigurationNode: Sendable {
    package enum Content: Sendable {
        /// Text exactly as written; `isQuoted` tells `"1"` from `1`.
        case scalar(String, isQuoted: Bool)
        case sequence([ConfigurationNode])
        case mapping([Entry])
    }

    /// One key of a mapping with its value.
    package struct Entry: Sendable {
        package let key: String
        package let place: Place
        package let value: ConfigurationNode

        package init(key: String, place: Place, value: ConfigurationNode) {
            self.key = key
            self.place = place
            self.value = value
        }
    }

    package let content: Content
    package let place: Place

    package init(_ content: Content, at place: Place) {
        self.content = content
        self.place = place
    }
}
