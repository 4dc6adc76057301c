/// One ECS service as `describe-services` shows it at one moment.
package struct ECSService: Sendable, Hashable {
    package struct Deployment: Sendable, Hashable {
        package var status: String
        /// `nil` where the controller is not ECS.
        package var rolloutState: String?
        /// What ECS says about the rollout, e.g. that the circuit breaker rolls back.
        package var reason: String?
        package var taskDefinition: String
        /// `nil` where the answer does not count them.
        package var failedTasks: Int?
        package var updatedAt: Instant?

        package init(status: String, taskDefinition: String, failedTasks: Int?) {
            self.status = status
            self.taskDefinition = taskDefinition
            self.failedTasks = failedTasks
        }
    }

    package var name: String
    /// ARN or name of the cluster.
    package var cluster: String
    package var status: String
    package var desired: Int
    package var running: Int
    package var pending: Int
    /// ARN, or `family:revision`.
    package var taskDefinition: String
    package var deployments: [Deployment] = []
    /// `ECS`, `CODE_DEPLOY` or `EXTERNAL`.
    package var controller = "ECS"
    /// The first event of a steady state since the last one that says otherwise.
    package var steadyAt: Instant?
    /// The last event that tells of anything but a steady state or a completed deployment, and its words.
    package var disturbedAt: Instant?
    package var disturbance: String?
    /// The latest time that anything in the answer states about the service.
    package var newestAt: Instant?
    package let line: Int

    package init(
        name: String, cluster: String, status: String, desired: Int, running: Int, pending: Int, taskDefinition: String,
        line: Int
    ) {
        self.name = name
        self.cluster = cluster
        self.status = status
        self.desired = desired
        self.running = running
        self.pending = pending
        self.taskDefinition = taskDefinition
        self.line = line
    }
}

/// Something that AWS says it could not find (`failures`).
package struct AWSFailure: Sendable, Hashable {
    package let resource: String
    package let reason: String
    package let line: Int

    package init(resource: String, reason: String, line: Int) {
        self.resource = resource
        self.reason = reason
        self.line = line
    }
}

/// One ECS task.
package struct ECSTask: Sendable, Hashable {
    package var id: String
    package var lastStatus: String
    package var desiredStatus: String
    /// `nil` without a health check.
    package var health: String?
    package var stoppedReason: String?
    package let line: Int

    package init(id: String, lastStatus: String, desiredStatus: String, line: Int) {
        self.id = id
        self.lastStatus = lastStatus
        self.desiredStatus = desiredStatus
        self.line = line
    }
}

/// Health of one target; an answer without targets gives a gap instead.
package struct TargetHealth: Sendable, Hashable {
    package let target: String
    package let state: String
    package let reason: String?
    package let line: Int

    package init(target: String, state: String, reason: String?, line: Int) {
        self.target = target
        self.state = state
        self.reason = reason
        self.line = line
    }
}

/// One revision of an ECS task definition.
package struct TaskDefinition: Sendable, Hashable {
    package var arn: String
    package var family: String
    package var revision: Int
    /// `ACTIVE`, `INACTIVE`, …; `nil` in a plain list of ARNs.
    package var status: String?
    package let line: Int

    package init(arn: String, family: String, revision: Int, line: Int) {
        self.arn = arn
        self.family = family
        self.revision = revision
        self.line = line
    }
}

/// A revision of a task definition by its name, out of an ARN or `family:revision`.
package struct TaskRevision: Sendable, Hashable {
    package let family: String
    package let revision: Int

    package init?(_ text: String) {
        let name = text.utf8.split(separator: 47).last.map(Array.init) ?? []
        guard let colon = name.lastIndex(of: 58), colon > 0,
            let revision = Int(String(decoding: name[(colon + 1)...], as: UTF8.self)), revision > 0
        else { return nil }
        family = String(decoding: name[..<colon], as: UTF8.self)
        self.revision = revision
    }
}

extension TaskRevision: CustomStringConvertible {
    package var description: String { "\(family):\(revision)" }
}

/// One version of a secret; never its value.
package struct SecretVersion: Sendable, Hashable {
    /// Name of the secret.
    package var secret: String
    package var arn: String?
    package var version: String
    /// `AWSCURRENT`, `AWSPREVIOUS`, `AWSPENDING`, …; empty for a deprecated one.
    package var stages: [String]
    package var createdAt: Instant?
    package let line: Int

    package init(secret: String, version: String, stages: [String], line: Int) {
        self.secret = secret
        self.version = version
        self.stages = stages
        self.line = line
    }
}

/// One version of an object in a bucket.
package struct ObjectVersion: Sendable, Hashable {
    package var key: String
    /// `null` for an object of an unversioned bucket.
    package var version: String
    package var isLatest: Bool
    package var isDeleteMarker: Bool
    package var modifiedAt: Instant?
    package let line: Int

    package init(key: String, version: String, isLatest: Bool, isDeleteMarker: Bool, line: Int) {
        self.key = key
        self.version = version
        self.isLatest = isLatest
        self.isDeleteMarker = isDeleteMarker
        self.line = line
    }
}

/// One snapshot of a database instance or cluster.
package struct DatabaseSnapshot: Sendable, Hashable {
    package var id: String
    /// The instance or cluster that it was taken of.
    package var instance: String
    /// `automated`, `manual`, …
    package var type: String
    package var status: String
    package var createdAt: Instant?
    package var isEncrypted: Bool?
    package var percent: Int?
    package var engine: String = ""
    package let line: Int

    package init(id: String, instance: String, type: String, status: String, line: Int) {
        self.id = id
        self.instance = instance
        self.type = type
        self.status = status
        self.line = line
    }
}
