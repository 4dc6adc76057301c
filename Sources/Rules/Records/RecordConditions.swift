internal import Model

/// Conditions as rules.yml lists them: `[status = ok, "count >= 5"]`, or `{status: ok, count: ">= 5"}`.
enum RecordConditions {
    /// Takes a parameter; what is no condition is reported there.
    static func read(_ key: String, _ reader: inout MappingReader) -> [RecordCondition] {
        guard let node = reader.node(key) else { return [] }
        var conditions: [RecordCondition] = []
        func add(_ condition: RecordCondition?, _ place: Place, _ advice: String) {
            guard let condition else {
                return reader.report("wrong-value", "'\(key)' must hold comparisons of fields", at: place, advice)
            }
            if !condition.wanted.isOrdered, condition.comparison != .equal, condition.comparison != .different {
                reader.report(
                    "wrong-value", "'\(condition.field) \(condition.limit)' compares the order of what has none",
                    at: place,
                    "Compare with a number, a quantity or a time; or use = and !=.")
            }
            conditions.append(condition)
        }
        func listed(_ node: ConfigurationNode) {
            let condition: RecordCondition? =
                if case .scalar(let text, _) = node.content { condition(text) } else { nil }
            add(condition, node.place, "Write `field = value`, with =, !=, <, <=, > or >= between spaces.")
        }
        switch node.content {
        case .scalar: listed(node)
        case .sequence(let nodes): nodes.forEach(listed)
        case .mapping(let entries):
            for entry in entries {
                guard case .scalar(let text, let isQuoted) = entry.value.content else {
                    add(nil, entry.value.place, "Write `field: value` or `field: \">= 5\"`.")
                    continue
                }
                let spelled = isQuoted ? "'\(text)'" : text
                add(
                    comparison(text).map { RecordCondition(field: entry.key, $0, $1) }
                        ?? RecordCondition(field: entry.key, .equal, spelled), entry.value.place, "")
            }
        }
        return conditions
    }

    /// `field operator value`; a field with spaces stands in double quotes.
    private static func condition(_ text: String) -> RecordCondition? {
        let trimmed = text.drop { $0 == " " }
        let field: Substring
        var rest: Substring
        if trimmed.first == "\"" {
            guard let end = trimmed.dropFirst().firstIndex(of: "\"") else { return nil }
            (field, rest) = (
                trimmed[trimmed.index(after: trimmed.startIndex)..<end], trimmed[trimmed.index(after: end)...]
            )
        } else {
            field = trimmed.prefix { $0 != " " }
            rest = trimmed[field.endIndex...]
        }
        guard rest.first == " " else { return nil }
        rest = rest.drop { $0 == " " }
        guard !field.isEmpty, let (comparison, value) = comparison(String(rest)) else { return nil }
        return RecordCondition(field: String(field), comparison, value)
    }

    /// `operator value`, with a space between.
    private static func comparison(_ text: String) -> (RecordCondition.Comparison, String)? {
        guard let space = text.firstIndex(of: " "),
            let comparison = RecordCondition.Comparison(rawValue: String(text[..<space]))
        else { return nil }
        let value = text[space...].drop { $0 == " " }
        var end = value.endIndex
        while end > value.startIndex, value[value.index(before: end)] == " " { end = value.index(before: end) }
        return value[..<end].isEmpty ? nil : (comparison, String(value[..<end]))
    }
}
