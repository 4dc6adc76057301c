/// One threshold of a load test with its own verdict.
package struct LoadThreshold: Sendable, Hashable {
    package var metric: String
    /// `p(95)<300`
    package var expression: String
    package var isMet: Bool
    package let line: Int

    package init(metric: String, expression: String, isMet: Bool, line: Int) {
        self.metric = metric
        self.expression = expression
        self.isMet = isMet
        self.line = line
    }
}

/// One statistic of a metric of a load test.
package struct LoadStatistic: Sendable, Hashable {
    package var metric: String
    /// `p(95)`, `avg`, `rate`, `count`, …; always in this spelling, whatever the dialect's.
    package var statistic: String
    package var value: Quantity
    /// Between what and what the value lies, where the file rounds it.
    package var least: Quantity?
    package var most: Quantity?
    package let line: Int

    package init(metric: String, statistic: String, value: Quantity, line: Int) {
        self.metric = metric
        self.statistic = statistic
        self.value = value
        self.line = line
    }
}

/// The run of a load test as a whole, emitted once.
package struct LoadRun: Sendable, Hashable {
    package var tool: String
    package var iterations: Int?
    package var requests: Int?
    package var checksPassed: Int?
    package var checksFailed: Int?
    /// `false` when the dialect cannot carry thresholds at all.
    package var carriesThresholds: Bool
    /// `false` for a stream of points, which ends the same way when the run was killed.
    package var showsItsEnd = true
    /// Interrupted iterations, an abort, dropped iterations: what makes the run less than it claims.
    package var troubles: [String] = []
    package let line: Int

    package init(tool: String, carriesThresholds: Bool, line: Int) {
        self.tool = tool
        self.carriesThresholds = carriesThresholds
        self.line = line
    }
}
