/// What a check counted, in a form that can be drawn; small whatever the size of the evidence.
package enum Figure: Sendable, Hashable {
    case plan(PlanFigure)
    case tests(TestFigure)
    case advisories(AdvisoryFigure)
    case services(ServiceFigure)
    case limits(LimitFigure)
    case rota(RotaFigure)
}

/// What a terraform plan would do, by action.
package struct PlanFigure: Sendable, Hashable {
    package struct Resource: Sendable, Hashable {
        package let action: PlannedChange.Action
        package internal(set) var address: String
        package let line: Int

        package init(action: PlannedChange.Action, address: String, line: Int) {
            self.action = action
            self.address = address
            self.line = line
        }
    }

    package internal(set) var path: String
    package let counts: [PlannedChange.Action: Int]
    /// The first ones of each action, in the order of the plan.
    package internal(set) var resources: [Resource]

    package init(path: String, counts: [PlannedChange.Action: Int], resources: [Resource]) {
        self.path = path
        self.counts = counts
        self.resources = resources
    }
}

/// Test cases by suite and outcome.
package struct TestFigure: Sendable, Hashable {
    package struct Suite: Sendable, Hashable {
        package internal(set) var name: String
        package var outcomes: [TestCase.Outcome: Int]

        package init(name: String, outcomes: [TestCase.Outcome: Int]) {
            self.name = name
            self.outcomes = outcomes
        }

        package func count(_ outcome: TestCase.Outcome) -> Int { outcomes[outcome, default: 0] }
        package var total: Int { outcomes.values.reduce(0, +) }
    }

    /// Those with the most trouble first.
    package internal(set) var suites: [Suite]
    /// How many suites there are, listed or not.
    package let suiteCount: Int
    /// All cases, also of suites that are not listed.
    package let outcomes: [TestCase.Outcome: Int]
    /// How many cases the reports' headers promise; `nil` where none does.
    package let declared: Int?

    package init(suites: [Suite], suiteCount: Int, outcomes: [TestCase.Outcome: Int], declared: Int?) {
        self.suites = suites
        self.suiteCount = suiteCount
        self.outcomes = outcomes
        self.declared = declared
    }
}

/// Advisories of a dependency audit by severity.
package struct AdvisoryFigure: Sendable, Hashable {
    package struct Row: Sendable, Hashable {
        package let severity: Severity
        package let count: Int
        /// `nil` where any number is allowed.
        package let allowed: Int?

        package init(severity: Severity, count: Int, allowed: Int?) {
            self.severity = severity
            self.count = count
            self.allowed = allowed
        }
    }

    /// One a severity, the least first.
    package internal(set) var rows: [Row]

    package init(rows: [Row]) { self.rows = rows }
}

/// Tasks of services at the moments at which somebody looked.
package struct ServiceFigure: Sendable, Hashable {
    package struct Sample: Sendable, Hashable {
        package let at: Instant
        package let desired: Int
        package let running: Int
        package let pending: Int
        /// How many deployments are not inactive; 1 is quiet.
        package let deployments: Int

        package init(at: Instant, desired: Int, running: Int, pending: Int, deployments: Int) {
            self.at = at
            self.desired = desired
            self.running = running
            self.pending = pending
            self.deployments = deployments
        }
    }

    package struct Service: Sendable, Hashable {
        package internal(set) var name: String
        /// Ascending in time; the last ones where there are very many.
        package let samples: [Sample]
        package let sampleCount: Int
        /// The last event that tells of anything but a steady state.
        package let disturbedAt: Instant?

        package init(name: String, samples: [Sample], sampleCount: Int, disturbedAt: Instant?) {
            self.name = name
            self.samples = samples
            self.sampleCount = sampleCount
            self.disturbedAt = disturbedAt
        }
    }

    package internal(set) var services: [Service]

    package init(services: [Service]) { self.services = services }
}

/// Measured numbers, each with its limit.
package struct LimitFigure: Sendable, Hashable {
    package struct Row: Sendable, Hashable {
        package internal(set) var name: String
        /// `182.4 ms`, or that it is not stated.
        package internal(set) var observed: String
        /// `< 300 ms`
        package internal(set) var limitText: String
        /// In the unit of `limit`; `nil` where it is not known, then nothing is drawn.
        package let value: Double?
        package let limit: Double?
        package internal(set) var unit: String
        package let forbids: ForbiddenSide
        package let verdict: Verdict

        package init(
            name: String, observed: String, limitText: String, value: Double?, limit: Double?, unit: String,
            forbids: ForbiddenSide, verdict: Verdict
        ) {
            self.name = name
            self.observed = observed
            self.limitText = limitText
            self.value = value
            self.limit = limit
            self.unit = unit
            self.forbids = forbids
            self.verdict = verdict
        }
    }

    package internal(set) var rows: [Row]

    package init(rows: [Row]) { self.rows = rows }
}

/// Who is on call over a span, and when nobody is.
package struct RotaFigure: Sendable, Hashable {
    package struct Shift: Sendable, Hashable {
        package internal(set) var person: String
        /// Cut to the span.
        package let span: MetricChart.Span

        package init(person: String, span: MetricChart.Span) {
            self.person = person
            self.span = span
        }
    }

    package let window: MetricChart.Span
    package internal(set) var shifts: [Shift]
    package let shiftCount: Int
    package let holes: [MetricChart.Span]
    package let holeCount: Int

    package init(
        window: MetricChart.Span, shifts: [Shift], shiftCount: Int, holes: [MetricChart.Span], holeCount: Int
    ) {
        self.window = window
        self.shifts = shifts
        self.shiftCount = shiftCount
        self.holes = holes
        self.holeCount = holeCount
    }
}
