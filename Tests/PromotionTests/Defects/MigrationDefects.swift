import Model

private let folder = "evidence/pre.migrations"
private let info = "\(folder)/flyway-info.json"
private let validation = "\(folder)/flyway-validate.json"
private let plan = "\(folder)/rollback-plan.md"

/// `flyway info` as a table, with the migrations of the sample.
private func table(_ last: String) -> String {
    let rule = "+-----------+---------+----------------+------+---------------------+---------+----------+\n"
    func row(_ cells: String...) -> String { "| \(cells.joined(separator: " | ")) |\n" }
    return "Schema version: 150.2\n\n" + rule
        + row("Category ", "Version", "Description   ", "Type", "Installed On       ", "State  ", "Undoable") + rule
        + row("Versioned", "149    ", "accounts      ", "SQL ", "2026-11-04 10:02:46", "Success", "No      ")
        + row("Versioned", "150.1  ", "refresh tokens", "SQL ", "2026-11-24 13:39:47", "Success", "No      ")
        + row("Versioned", "150.2  ", "consent events", "SQL ", "2026-11-24 13:39:47", last, "No      ") + rule
}

extension Defect {
    private static let item = "pre.migrations"

    static let migrations: [Defect] = [
        Defect(
            "a migration is pending", .replaceFirst(info, "\"Success\"", with: "\"Pending\""), turns: [item: .fail],
            says: "149 (accounts) is Pending"),
        Defect(
            "a migration failed", .replaceFirst(info, "\"Success\"", with: "\"Failed\""), turns: [item: .fail],
            says: "is Failed"),
        Defect(
            "a migration was skipped, because a newer one was applied before it",
            .replaceFirst(info, "\"Success\"", with: "\"Ignored\""), turns: [item: .fail], says: "is Ignored"),
        Defect(
            "a migration was applied out of order", .replaceFirst(info, "\"Success\"", with: "\"Out of Order\""),
            turns: [item: .fail], says: "is Out of Order"),
        Defect(
            "a migration is in a state that nobody knows",
            .replaceFirst(info, "\"Success\"", with: "\"Success?\""), turns: [item: .unknown], says: "is Success?"),
        Defect(
            "no migration is listed",
            .replaceMatches(info, #"(?s)"migrations": \[.*\n  \]"#, with: "\"migrations\": []"),
            turns: [item: .unknown], says: "no applied migration"),
        Defect(
            "flyway could not work",
            .write(info, "{\"error\": {\"errorCode\": \"FAULT\", \"message\": \"Unable to obtain connection\"}}\n"),
            turns: [item: .error], says: "Unable to obtain connection"),
        Defect(
            "the report is cut off", .transform(info) { Array($0.prefix($0.count * 2 / 3)) }, turns: [item: .error],
            says: "flyway-info.json"),
        Defect(
            "all migrations ran before the snapshot was taken",
            .replaceMatches(info, #""installedOnUTC": "[^"]+""#, with: "\"installedOnUTC\": \"2026-11-04T10:02:46Z\""),
            turns: [item: .unknown], says: "before the snapshot"),
        Defect("nobody compared the checksums", .remove(validation), turns: [item: .unknown], says: "by checksum"),
        Defect(
            "a checksum differs",
            .replace(validation, "\"validationSuccessful\": true", with: "\"validationSuccessful\": false"),
            .replace(
                validation, "\"invalidMigrations\": []",
                with:
                    "\"invalidMigrations\": [{\"version\": \"150.1\", \"description\": \"refresh tokens\", \"errorDetails\": {\"errorMessage\": \"Migration checksum mismatch\"}}]"
            ), turns: [item: .fail], says: "Migration checksum mismatch", "150.1"),
        Defect(
            "the report was made on another commit",
            .replaceMatches("\(info).meta.yml", "commit: .*", with: "commit: 0123456789012345678901234567890123456789"),
            turns: [item: .unknown], says: "another commit"),
        Defect(
            "the report is about production",
            .replace("\(info).meta.yml", "environment: staging", with: "environment: production"),
            turns: [item: .unknown], says: "another environment"),
        Defect(
            "nothing states which database was asked",
            .replace("\(info).meta.yml", "environment: staging\n", with: ""), turns: [item: .unknown],
            says: "which environment"),
        Defect(
            "the report is of last month",
            .replaceMatches("\(info).meta.yml", "collected_at: .*", with: "collected_at: 2026-10-24T13:39:47Z"),
            turns: [item: .unknown], says: "old"),
        Defect(
            "a page of a proxy lies among the reports",
            .write("\(folder)/second-database.json", "<html><title>502 Bad Gateway</title></html>\n"),
            turns: [item: .unknown], says: "HTML page"),
        Defect(
            "no migration was taken back",
            .replaceMatches("\(folder)/up-down/pytest.xml", #"test_down\["#, with: "test_undo["),
            turns: [item: .unknown], says: "down"),
        Defect(
            "the snapshot is one of another database",
            .replace(
                "\(folder)/snapshot.json", "\"DBInstanceIdentifier\": \"prod-main\"",
                with: "\"DBInstanceIdentifier\": \"prod-replica\""),
            turns: [item: .unknown], says: "prod-replica"),
        Defect("there is no rollback plan", .remove(plan), turns: [item: .unknown], says: "no file matches"),
        Defect(
            "a step of the rollback plan is still to be written",
            .replaceMatches(plan, "(?m)^2\\. .*$", with: "2. TODO ask mei"), turns: [item: .fail], says: "TODO"),
        Defect(
            "the procedure has no steps", .replaceMatches(plan, "(?m)^[0-9]\\. ", with: ""), turns: [item: .fail],
            says: "0 steps"),
        Defect(
            "the steps are struck out or commented out",
            .replaceMatches(plan, "(?m)^([1-6])\\. .*$", with: "<!-- step -->"), turns: [item: .fail], says: "0 steps"),
        Defect(
            "the plan is that of another release", .replace(plan, "1.50.3", with: "1.49.9"), turns: [item: .unknown],
            says: "does not name 1.50.3"),
        Defect(
            "the plan has no procedure", .replace(plan, "## Procedure", with: "## Background"),
            turns: [item: .unknown], says: "no section is called 'procedure'"),
    ]
}

extension Variation {
    static let migrations: [Variation] = [
        Variation(
            "flyway info is kept as a table", .copy(info, to: "\(folder)/info.txt"),
            .write("\(folder)/info.txt", table("Success")), .remove(info)),
        Variation(
            "the reports have a byte order mark, and lines that end in CRLF", .byteOrderMark(info), .crlf(info),
            .crlf(validation)),
        Variation(
            "a migration was undone once, and applied again",
            .replaceFirst(
                info, "\"migrations\": [",
                with:
                    "\"migrations\": [{\"category\": \"Versioned\", \"version\": \"149\", \"description\": \"accounts\", \"installedOnUTC\": \"2026-11-04T10:00:00Z\", \"state\": \"Undone\"},"
            )),
        Variation("times are written with an offset", .replace(info, "Z\"", with: "+00:00\"")),
        Variation("the rollback plan has lines that end in CRLF", .crlf(plan)),
        Variation(
            "the steps of the plan stand below headings of their own",
            .replace(plan, "\n4. ", with: "\n### And then\n4. ")),
    ]
}
