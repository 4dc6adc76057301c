import Model
import Streams

/// Finds the one checklist line of every rule, and the one rule of every checklist line.
enum ItemBinding {
    /// Bound items in checklist order; complete only when there are no problems.
    static func bind(_ rules: [ItemRule], to checklist: Checklist, checklistPath: String) -> (
        items: [PolicyItem], problems: [Problem]
    ) {
        let lines = checklist.sections.flatMap { section in
            section.items.map { (phase: section.phase, item: $0, words: words($0.text)) }
        }
        var problems: [Problem] = []
        var rulesOfLine = [[ItemRule]](repeating: [], count: lines.count)
        var lost: [ItemRule] = []
        for rule in rules {
            let phrases = rule.match.map(words)
            for (phrase, text) in zip(phrases, rule.match) where phrase.isEmpty {
                problems.append(
                    Problem(
                        "rules.empty-phrase", "the phrase '\(text)' of \(rule.id) has no words", at: rule.matchPlace,
                        advice: "Write words of the line."))
            }
            let found = lines.indices.filter { index in
                phrases.contains { !$0.isEmpty && contains(lines[index].words, $0) }
            }
            for index in found { rulesOfLine[index].append(rule) }
            if found.count > 1 {
                let places = found.map { "\(lines[$0].item.line)" }.joined(separator: ", ")
                problems.append(
                    Problem(
                        "rules.ambiguous-match",
                        "the phrase of \(rule.id) stands in \(found.count) items of \(checklistPath): lines \(places)",
                        at: rule.matchPlace, advice: "Choose words that only one of them has."))
            } else if let index = found.first,
                rule.id.split(separator: ".").first.map(String.init) != lines[index].phase.rawValue
            {
                problems.append(
                    Problem(
                        "rules.wrong-phase",
                        "\(rule.id) matches line \(lines[index].item.line) of \(checklistPath), which stands in the phase '\(lines[index].phase.rawValue)'",
                        at: rule.matchPlace, advice: "Rename the id, or move the line."))
            }
            if found.isEmpty { lost.append(rule) }
        }
        let unbound = lines.indices.filter { rulesOfLine[$0].isEmpty }
        for index in unbound {
            let near = lost.first { $0.id.hasPrefix(lines[index].phase.rawValue + ".") }
            let advice = near.map {
                "If it is \($0.id) (\($0.place)), add words of it to that rule's `match:`; else write a rule for it."
            }
            problems.append(
                Problem(
                    "rules.unmatched-item", "no rule matches the item '\(shortened(lines[index].item.text))'",
                    at: Place(checklistPath, line: lines[index].item.line),
                    advice: advice ?? "Add it to `items:` in rules.yml, or remove the line."))
        }
        for rule in lost {
            let free = unbound.filter { rule.id.hasPrefix(lines[$0].phase.rawValue + ".") }
                .map { "line \(lines[$0].item.line) ('\(shortened(lines[$0].item.text))')" }
            let phrases = rule.match.map { "'\($0)'" }.joined(separator: " or ")
            problems.append(
                Problem(
                    "rules.unmatched-rule", "no item of \(checklistPath) has the phrase \(phrases) of \(rule.id)",
                    at: rule.matchPlace,
                    advice: free.isEmpty
                        ? "Put the line back, or remove the rule."
                        : "Without a rule: \(free.joined(separator: ", ")); correct `match:`, or put the line back."))
        }
        for (line, found) in zip(lines, rulesOfLine) where found.count > 1 {
            problems.append(
                Problem(
                    "rules.two-rules",
                    "\(found.map(\.id).joined(separator: " and ")) match the same item '\(shortened(line.item.text))'",
                    at: Place(checklistPath, line: line.item.line),
                    advice: "Choose words for `match:` that only one of them has."))
        }
        let items = zip(lines, rulesOfLine).compactMap { line, found in
            found.first.map { rule in
                var item = PolicyItem(
                    id: rule.id, phase: line.phase, text: line.item.text, line: line.item.line, owner: rule.owner ?? "",
                    maxAge: rule.maxAge, asOf: rule.asOf,
                    next: rule.next, checks: rule.checks, match: rule.match)
                if let signers = rule.signers { item.signers = signers }
                return item
            }
        }
        return (items, problems)
    }

    /// Lower case, white space collapsed, backticks dropped.
    private static func words(_ text: String) -> [UInt8] {
        MarkdownNode.collapsed(text.lowercased().utf8.filter { $0 != 96 })
    }

    private static func contains(_ text: [UInt8], _ phrase: [UInt8]) -> Bool {
        guard text.count >= phrase.count else { return false }
        return (0...(text.count - phrase.count)).contains { text[$0..<($0 + phrase.count)].elementsEqual(phrase) }
    }

    private static func shortened(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard scalars.count > 60 else { return text }
        return String(String.UnicodeScalarView(scalars.prefix(60))) + "…"
    }
}
