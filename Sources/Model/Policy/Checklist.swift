/// The checklist as its Markdown says it: sections are phases, task-list and numbered entries are items.
package struct Checklist: Sendable, Hashable {
    /// The level-1 heading as written, mojibake and all.
    package var title: String
    package var sections: [ChecklistSection]

    package init(title: String, sections: [ChecklistSection]) {
        self.title = title
        self.sections = sections
    }
}

/// A phase of the promotion; declared in the order in which phases come.
package enum Phase: String, Sendable, Hashable, CaseIterable {
    case pre, deploy, post, rollback
}

/// A level-2 heading and the items below it.
package struct ChecklistSection: Sendable, Hashable {
    package var title: String
    package var phase: Phase
    package var items: [ChecklistItem]

    package init(title: String, phase: Phase, items: [ChecklistItem]) {
        self.title = title
        self.phase = phase
        self.items = items
    }
}

/// One thing to do or to prove.
package struct ChecklistItem: Sendable, Hashable {
    /// The whole entry with its continuation paragraphs and code, white space collapsed, backticks kept.
    package var text: String
    /// First line in checklist.md, 1-based.
    package var line: Int
    /// Last line, 1-based.
    package var endLine: Int
    /// `[x]`; says nothing about the verdict.
    package var isTicked: Bool

    package init(text: String, line: Int, endLine: Int, isTicked: Bool) {
        self.text = text
        self.line = line
        self.endLine = endLine
        self.isTicked = isTicked
    }
}
