/// The name of a table, with its schema where one is given: `consent_events`, `audit."Event Log"`.
///
/// A table of another schema is another table, and so is one without a schema where one is wanted.
struct TableName: Hashable {
    private let parts: [String]

    /// Reads a name as SQL does: unquoted parts in lower case.
    init?(_ text: String) {
        guard let tokens = SQLToken.tokens(of: text), let name = TableName.first(of: tokens[...]),
            name.length == tokens.count
        else { return nil }
        self = name.name
    }

    private init(parts: [String]) { self.parts = parts }

    /// The name at the start of `tokens`, and how many of them it takes.
    static func first(of tokens: ArraySlice<SQLToken>) -> (name: TableName, length: Int)? {
        guard let first = tokens.first?.identifier else { return nil }
        var parts = [first]
        var rest = tokens.dropFirst()
        while rest.first == .symbol(UInt8(ascii: ".")) {
            guard let part = rest.dropFirst().first?.identifier else { return nil }
            parts.append(part)
            rest = rest.dropFirst(2)
        }
        return (TableName(parts: parts), tokens.count - rest.count)
    }

    /// The same table as a member of `schema`.
    func qualified(by schema: TableName) -> TableName {
        parts.count == 1 ? TableName(parts: schema.parts + parts) : self
    }

    /// Whether both mean tables of the same name in, perhaps, different schemas.
    func resembles(_ other: TableName) -> Bool { parts.last == other.parts.last }

    var text: String { parts.joined(separator: ".") }
}
