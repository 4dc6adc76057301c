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

/// One record of a document that no reader knows, as `records-match` selected it: texts by field name.
package struct Record: Sendable, Hashable {
    package var fields: [String: String]
    package let line: Int
    package let pointer: String?

    package init(fields: [String: String], line: Int, pointer: String?) {
        self.fields = fields
        self.line = line
        self.pointer = pointer
    }
}
