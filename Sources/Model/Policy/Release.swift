/// The identity of one release train and of everything it touches, as release.yml states it (RELEASE.md).
package struct Release: Sendable, Hashable {
    /// `1.50`
    package var train: String
    /// `1.50.3`
    package var version: String
    /// `v1.50.3`; always `v` and the version.
    package var tag: String
    /// 40 or 64 lower-case hexadecimal digits.
    package var commit: String
    /// Branch that the train is cut from.
    package var base: String
    package var environment: Promotion
    /// Key of the release ticket, e.g. `REL-1503`.
    package var ticket: String
    /// Launch window; `start` is before `end`.
    package var window: Window
    /// Host of the production load balancer.
    package var host: String?
    /// Numbers of pull requests that do not belong to the train.
    package var excludedPullRequests: [Int] = []
    package var terraform: Terraform?
    package var ecs: Cluster?
    package var database: Database?
    /// Ids of the secrets that the release rotates.
    package var secrets: [String] = []
    package var sdkVersion: String?
    /// Who is told about the promotion, e.g. `support`.
    package var audiences: [String] = []
    package var rollback = Rollback()
    /// Who may sign; ids are unique.
    package var people: [Person] = []

    /// A release without its optional parts.
    package init(
        train: String, version: String, tag: String, commit: String, base: String, environment: Promotion,
        ticket: String, window: Window
    ) {
        self.train = train
        self.version = version
        self.tag = tag
        self.commit = commit
        self.base = base
        self.environment = environment
        self.ticket = ticket
        self.window = window
    }

    /// From which environment to which one the train is promoted.
    package struct Promotion: Sendable, Hashable {
        package var from: String
        package var to: String

        package init(from: String, to: String) {
            self.from = from
            self.to = to
        }
    }

    /// A span of time; `end` is exclusive.
    package struct Window: Sendable, Hashable {
        package var start: Instant
        package var end: Instant

        package init(start: Instant, end: Instant) {
            self.start = start
            self.end = end
        }
    }

    /// Where the plan comes from and where it lies.
    package struct Terraform: Sendable, Hashable {
        package var varFile: String?
        /// Path of the saved plan, relative to the release folder.
        package var plan: String?
        /// Key of the state object in its bucket.
        package var stateKey: String?
        /// Bucket of the state object.
        package var stateBucket: String?

        package init(
            varFile: String? = nil, plan: String? = nil, stateKey: String? = nil, stateBucket: String? = nil
        ) {
            self.varFile = varFile
            self.plan = plan
            self.stateKey = stateKey
            self.stateBucket = stateBucket
        }
    }

    /// The ECS cluster with the services that are released.
    package struct Cluster: Sendable, Hashable {
        package var cluster: String
        package var services: [String]
        /// ARNs of the load balancer's target groups.
        package var targetGroups: [String]

        package init(cluster: String, services: [String], targetGroups: [String] = []) {
            self.cluster = cluster
            self.services = services
            self.targetGroups = targetGroups
        }
    }

    /// The production database with the tables that the release adds.
    package struct Database: Sendable, Hashable {
        package var instance: String
        package var tables: [Table]

        package init(instance: String, tables: [Table]) {
            self.instance = instance
            self.tables = tables
        }
    }

    /// A new table, the least number of rows in it, and the columns that no row may leave empty.
    package struct Table: Sendable, Hashable {
        package var name: String
        package var minimum: Int
        package var auditColumns: [String]

        package init(name: String, minimum: Int, auditColumns: [String]) {
            self.name = name
            self.minimum = minimum
            self.auditColumns = auditColumns
        }
    }

    /// Whether a rollback was started, and since when.
    package struct Rollback: Sendable, Hashable {
        package var initiated: Bool
        package var initiatedAt: Instant?

        package init(initiated: Bool = false, initiatedAt: Instant? = nil) {
            self.initiated = initiated
            self.initiatedAt = initiatedAt
        }
    }

    /// Somebody who may sign, and as whom they are known elsewhere.
    package struct Person: Sendable, Hashable {
        package var id: String
        package var name: String
        package var roles: [String]
        /// Account name by system: `jira`, `github`, …
        package var accounts: [String: String]
        /// Principals of `allowed_signers`.
        package var keys: [String]

        package init(
            id: String, name: String, roles: [String], accounts: [String: String] = [:], keys: [String] = []
        ) {
            self.id = id
            self.name = name
            self.roles = roles
            self.accounts = accounts
            self.keys = keys
        }

        /// All that evidence may call them by.
        package var identities: [String] { [id, name] + accounts.values + keys }
    }
}
