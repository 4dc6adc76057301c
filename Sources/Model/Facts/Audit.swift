/// How bad an advisory is, in the words of npm; other tools' words are mapped onto these.
package enum Severity: String, Sendable, Hashable, CaseIterable, Comparable {
    case info, low, moderate, high, critical
    /// Not stated. Blocks like `critical`, because nobody said that it is harmless.
    case unknown

    package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// One vulnerability of one package, in the unit that the audit tool counts in.
package struct Advisory: Sendable, Hashable {
    /// GHSA, CVE, RUSTSEC, … or the package's name where the tool names none.
    package let id: String
    package let package: String
    package let version: String?
    package let severity: Severity
    package let title: String
    package let line: Int
    package let pointer: String?

    package init(
        id: String, package: String, version: String?, severity: Severity, title: String, line: Int, pointer: String?
    ) {
        self.id = id
        self.package = package
        self.version = version
        self.severity = severity
        self.title = title
        self.line = line
        self.pointer = pointer
    }
}

/// What the audit says about itself; `nil` where the dialect has no such number.
package struct AuditTotals: Sendable, Hashable {
    /// Counts by severity from the document's own summary.
    package let declared: [Severity: Int]?
    /// How many dependencies were looked at for certain: 0 means that nothing was audited. Those for development alone are
    /// left out where they are counted apart, because `--omit=dev` writes the same numbers.
    package let dependencies: Int?
    /// `declared` counts the paths that lead to an advisory, so that it may be more than what is listed.
    package let countsPaths: Bool
    package let line: Int

    package init(declared: [Severity: Int]?, dependencies: Int?, countsPaths: Bool = false, line: Int) {
        self.declared = declared
        self.dependencies = dependencies
        self.countsPaths = countsPaths
        self.line = line
    }
}
