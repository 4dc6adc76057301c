internal import Model
internal import Streams

/// What `flyway info` and `flyway validate` say with `-outputType=json`.
struct FlywayJSON: EvidenceFormat {
    let id = "flyway-json"
    let title = "flyway info or validate, as JSON"
    let producedBy = ["flyway info -outputType=json", "flyway validate -outputType=json"]
    let facts: [FactKind] = [.migration, .migrationStatus]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let json = preamble.json else { return nil }
        if json.has("flywayVersion") {
            for name in ["migrations", "validationSuccessful", "individualResults"] where json.has(name) {
                return Recognition(dialect: id, because: "`flywayVersion` and `\(name)`")
            }
        }
        if let row = json["migrations"]?.first, row.has("rawVersion"), row.has("state") {
            return Recognition(dialect: id, because: "`migrations` with `rawVersion` and `state`")
        }
        if let error = json["error"], error.has("errorCode"), error.has("message") {
            return Recognition(dialect: id, because: "`error` with `errorCode` and `message`")
        }
        return nil
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let json = JSONReader(source)
        let reading = try one(json, emit)
        try json.end()
        return reading
    }

    /// One operation's result, or that of several one after the other.
    private func one(_ json: JSONReader, _ emit: (Fact) throws -> Void) throws -> Reading {
        let line = json.line
        var rows = FlywayRows()
        var invalid: [Migration] = []
        var (operation, schemaVersion): (String?, String?)
        var isValid: Bool?
        var (hasMigrations, hasInvalid, hasParts) = (false, false, false)
        var reading = Reading()
        try json.object { key in
            switch key {
            case "error", "exception":
                guard try !json.null() else { return }
                let line = json.line
                let value = try json.value()
                throw StreamProblem.databaseToolFailed(
                    "flyway", value["message"]?.string ?? value.string ?? "no reason given", line)
            case "operation": operation = try json.optionalString()
            case "schemaVersion": schemaVersion = try json.optionalString()
            case "timestamp": reading.producedAt = try json.optionalString().flatMap { Instant(rfc3339: $0) }
            case "validationSuccessful": isValid = try json.bool()
            case "migrations":
                hasMigrations = true
                try json.array { _ in try row(json, &rows) }
            case "invalidMigrations":
                hasInvalid = true
                try json.array { _ in invalid.append(try invalidRow(json)) }
            case "individualResults":
                hasParts = true
                try json.array { _ in reading.notes += try one(json, emit).notes }
            default: break
            }
        }
        guard hasMigrations || isValid != nil || hasParts else {
            throw StreamProblem.databaseCutOff("there is neither a result of `info` nor one of `validate`", line)
        }
        try rows.finish(emit)
        reading.notes += rows.notes
        for migration in invalid { try emit(.migration(migration)) }
        if let isValid {
            guard !isValid || invalid.isEmpty, isValid || hasInvalid else {
                throw StreamProblem.databaseCounts(
                    "invalid migrations", declared: isValid ? 0 : 1, found: invalid.count, line)
            }
            let message = isValid ? "flyway validate found no difference" : "flyway validate found differences"
            var status = MigrationStatus(tool: "flyway validate", isUpToDate: isValid, message: message, line: line)
            status.comparesChecksums = true
            try emit(.migrationStatus(status))
        } else if hasMigrations {
            var status = MigrationStatus(
                tool: "flyway info", isUpToDate: nil, message: "flyway \(operation ?? "info")", line: line)
            status.listsPending = true
            status.current = schemaVersion.flatMap { $0.isEmpty ? nil : $0 }
            try emit(.migrationStatus(status))
        }
        return reading
    }

    private func row(_ json: JSONReader, _ rows: inout FlywayRows) throws {
        let line = json.line
        var (category, version, description, word, installedOn): (String?, String?, String?, String?, String?)
        try json.object { key in
            switch key {
            case "category": category = try json.optionalString()
            case "version": version = try json.optionalString()
            case "description": description = try json.optionalString()
            case "state": word = try json.optionalString()
            case "installedOnUTC": installedOn = try json.optionalString()
            default: break
            }
        }
        guard let word, !word.isEmpty else {
            throw StreamProblem.databaseUnexpected("a migration has no `state`", line)
        }
        rows.add(
            category: category ?? "", version: version ?? "", description: description ?? "", word: word,
            installedOn: installedOn, line: line)
    }

    private func invalidRow(_ json: JSONReader) throws -> Migration {
        let line = json.line
        let value = try json.value()
        let reason = value["errorDetails"]?["errorMessage"]?.string ?? "not valid"
        return Migration(
            version: value["version"]?.string ?? "", name: value["description"]?.string ?? "", state: .divergent,
            word: String(reason.prefix { $0 != "\n" }), line: line)
    }
}
