/// One thing that a linter or scanner found, not suppressed.
package struct LintMessage: Sendable, Hashable {
    /// `unknown` counts as an error, because nobody said that it is less.
    package enum Level: String, Sendable, Hashable { case note, warning, error, unknown }

    package var level: Level
    package var rule: String
    /// File with line, as the report names it.
    package var location: String
    package var text: String
    package let line: Int

    package init(level: Level, rule: String, location: String, text: String, line: Int) {
        self.level = level
        self.rule = rule
        self.location = location
        self.text = text
        self.line = line
    }
}

/// One run of a linter; emitted once a run, after its messages.
package struct LintRun: Sendable, Hashable {
    package var tool: String
    /// How many files it says it looked at; `nil` where the dialect lists only files with findings.
    package var files: Int?
    /// How many rules it names; `nil` where the dialect has no place for them.
    package var rules: Int?
    /// Errors by its own count, where it has one.
    package var declaredErrors: Int?
    /// Warnings by its own count, where it has one.
    package var declaredWarnings: Int?
    package var suppressed: Int = 0
    package let line: Int

    package init(tool: String, line: Int) {
        self.tool = tool
        self.line = line
    }
}

/// A badge: weak evidence, without commit, time or branch.
package struct Badge: Sendable, Hashable {
    package enum State: String, Sendable, Hashable { case passing, failing, unknown }

    package var label: String
    package var message: String
    package var state: State
    package let line: Int

    package init(label: String, message: String, state: State, line: Int) {
        self.label = label
        self.message = message
        self.state = state
        self.line = line
    }
}

/// Line coverage of one report, counted from its lines where it lists them.
package struct Coverage: Sendable, Hashable {
    package var covered: Int
    package var valid: Int
    /// The report's own figures, where it has them.
    package var declaredCovered: Int?
    package var declaredValid: Int?
    package let line: Int

    package init(covered: Int, valid: Int, line: Int) {
        self.covered = covered
        self.valid = valid
        self.line = line
    }
}
