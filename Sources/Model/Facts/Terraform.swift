/// One resource that a plan touches.
package struct PlannedChange: Sendable, Hashable {
    package enum Action: String, Sendable, Hashable, CaseIterable {
        case create, update, replace, delete, read, move, `import`, forget
    }

    package let action: Action
    /// Full address; for a data source or module as terraform writes it.
    package let address: String
    /// Resource type, e.g. `aws_db_instance`.
    package let type: String
    /// `true` when it was seen in the drift note and is not part of the plan.
    package let isDrift: Bool
    package let line: Int

    package init(action: Action, address: String, type: String, isDrift: Bool, line: Int) {
        self.action = action
        self.address = address
        self.type = type
        self.isDrift = isDrift
        self.line = line
    }
}

/// How a whole plan ended. Emitted once a plan, after its changes.
package struct Plan: Sendable, Hashable {
    /// Counts of the `Plan:` line (text), or counted from the actions (JSON).
    package struct Counts: Sendable, Hashable {
        package var imports: Int
        package var adds: Int
        package var changes: Int
        package var destroys: Int

        package init(imports: Int = 0, adds: Int = 0, changes: Int = 0, destroys: Int = 0) {
            self.imports = imports
            self.adds = adds
            self.changes = changes
            self.destroys = destroys
        }
    }

    /// What terraform itself declares; `nil` when no summary line was found.
    package let declared: Counts?
    /// Counted from the resource headers or entries.
    package let counted: Counts
    /// terraform said "No changes." at a place where only terraform can write.
    package let statesNoChanges: Bool
    /// Only outputs change.
    package let changesOutputs: Bool
    /// First lines of `Error:` blocks.
    package let errors: [String]
    package let warnings: [String]
    /// `check` blocks of the configuration that failed, for which terraform itself only warns.
    package var failedChecks: [String] = []
    /// `false` when terraform says that the plan is partial (`-target`, deferred, errored).
    package let isComplete: Bool
    package let isJSON: Bool
    /// SHA-256 of what the plan would do, whatever its order, colours and refreshing; `nil` where it was not computed. That of
    /// JSON covers the variables and terraform's version too.
    /// Text and JSON of the same plan have different ones, told apart by their prefix (`text:`, `json:`).
    package var changeDigest: String?
    package let line: Int

    package init(
        declared: Counts?, counted: Counts, statesNoChanges: Bool, changesOutputs: Bool, errors: [String],
        warnings: [String], isComplete: Bool, isJSON: Bool, line: Int
    ) {
        self.declared = declared
        self.counted = counted
        self.statesNoChanges = statesNoChanges
        self.changesOutputs = changesOutputs
        self.errors = errors
        self.warnings = warnings
        self.isComplete = isComplete
        self.isJSON = isJSON
        self.line = line
    }
}
