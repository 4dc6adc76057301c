/// A section of a document: a heading with what stands below it, down to the next heading of any level.
package struct DocumentSection: Sendable, Hashable {
    package var title: String
    /// 1 to 6; 0 for what stands before the first heading.
    package var level: Int
    /// Entries of numbered and task lists that have words of their own; what is nested in one is part of it.
    package var steps: Int = 0
    package var codeBlocks: Int = 0
    package var words: Int = 0
    /// What stands below the heading and is neither struck out nor commented out, in one line.
    package var text = ""
    package let line: Int

    package init(title: String, level: Int, line: Int) {
        self.title = title
        self.level = level
        self.line = line
    }
}

/// One record of a document, as `records-match` selected it: those of its fields that were asked for, as far as it has them.
package struct Record: Sendable, Hashable {
    package enum Value: Sendable, Hashable {
        case text(String)
        case number(ExactDecimal)
        case flag(Bool)
        case null
        /// Of a format that knows nothing but text: CSV, XML.
        case untyped(String)
        /// Nothing that can be compared: a list, an object, several elements of one name, more than 38 digits.
        case other
    }

    package var fields: [String: Value]
    package let line: Int
    package let pointer: String?

    package init(fields: [String: Value], line: Int, pointer: String?) {
        self.fields = fields
        self.line = line
        self.pointer = pointer
    }
}

/// What a check wants of documents in whatever shape they have.
package struct RecordSelection: Sendable, Hashable {
    /// Where the records stand: a JSON pointer with `*` for every member, an XPath expression; `nil` for every row of a
    /// table, every element of a JSON list, every document of a stream.
    package let rows: String?
    /// The fields to keep of each: a name or a JSON pointer inside the record, `@name` for an XML attribute, `.` for itself.
    package let fields: [String]

    package init(rows: String?, fields: [String]) {
        self.rows = rows
        self.fields = fields
    }
}
