/// A statement that counts rows, as far as it can be told from its words.
struct CountStatement {
    private let tokens: [SQLToken]

    /// `nil` if the text is no single statement that can be read.
    init?(_ text: String) {
        guard var tokens = SQLToken.tokens(of: text) else { return nil }
        if tokens.last == .symbol(UInt8(ascii: ";")) { tokens.removeLast() }
        guard !tokens.isEmpty, !tokens.contains(.symbol(UInt8(ascii: ";"))) else { return nil }
        self.tokens = tokens
    }

    /// The table, and the column whose empty values are counted, of
    /// `SELECT COUNT(*) [AS alias] FROM table [WHERE column IS NULL]`; `nil` for anything more than that.
    var simple: (table: TableName, nulls: String?)? {
        var rest = tokens[...]
        func skip(_ wanted: SQLToken...) -> Bool {
            guard rest.starts(with: wanted) else { return false }
            rest = rest.dropFirst(wanted.count)
            return true
        }
        guard
            skip(.word("select"), .word("count"), .symbol(40), .symbol(42), .symbol(41))
                || skip(.word("select"), .word("count"), .symbol(40), .number("1"), .symbol(41))
        else { return nil }
        if skip(.word("as")) {
            guard rest.popFirst()?.identifier != nil else { return nil }
        } else if rest.first != .word("from") {
            guard rest.popFirst()?.identifier != nil else { return nil }
        }
        guard skip(.word("from")), let (table, length) = TableName.first(of: rest) else { return nil }
        rest = rest.dropFirst(length)
        if rest.isEmpty { return (table, nil) }
        guard skip(.word("where")), let column = rest.popFirst()?.identifier,
            rest.elementsEqual([.word("is"), .word("null")])
        else { return nil }
        return (table, column)
    }

    /// Whether a row with this label can be a count of the whole table, with the empty values of these columns.
    ///
    /// Each part of a `UNION` is looked at on its own: the one with the label must read that table and nothing else, without
    /// a condition on the rows that are counted.
    func counts(_ table: TableName, label: String, nulls: [String]) -> Bool {
        let parts = tokens.split { $0 == .word("union") }.map { part in
            part.first == .word("all") ? part.dropFirst() : part
        }
        let labelled = parts.filter { $0.contains(.text(label)) }
        return !parts.isEmpty
            && (labelled.isEmpty ? parts : labelled).contains { part in
                Self.reads(part, only: table) && nulls.allSatisfy { Self.counts(part, emptyIn: $0) }
            }
    }

    private static func reads(_ part: ArraySlice<SQLToken>, only table: TableName) -> Bool {
        var depth = 0
        var found = false
        for index in part.indices {
            switch part[index] {
            case .symbol(40): depth += 1
            case .symbol(41): depth -= 1
            case .word("from"):
                guard let (name, length) = TableName.first(of: part[(index + 1)...]), name == table else {
                    return false
                }
                let next = index + 1 + length < part.endIndex ? part[index + 1 + length] : nil
                let isAllowedBelow = depth > 0 && (next == .symbol(41) || next == .word("where"))
                guard next == nil || next == .word("order") || isAllowedBelow else { return false }
                if depth == 0 || next == .symbol(41) { found = true }
            case .word("limit"), .word("fetch"), .word("offset"), .word("except"), .word("intersect"): return false
            default: break
            }
        }
        return found
    }

    /// `column IS NULL`, or `COUNT(column)` to be taken off `COUNT(*)`.
    private static func counts(_ part: ArraySlice<SQLToken>, emptyIn column: String) -> Bool {
        part.indices.contains { index in
            guard part[index].identifier?.lowercased() == column else { return false }
            let after = part[(index + 1)...].prefix(2)
            return after.elementsEqual([.word("is"), .word("null")])
                || part[..<index].suffix(2).elementsEqual([.word("count"), .symbol(40)]) && after.first == .symbol(41)
        }
    }
}
