internal import Model
internal import Streams

/// ESLint's report as JSON, plain or with metadata; it lists every file that was linted, clean ones too.
struct ESLint: EvidenceFormat {
    let id = "eslint"
    let title = "ESLint report"
    let producedBy = ["npx eslint . -f json -o eslint.json", "npx eslint . -f json-with-metadata -o eslint.json"]
    let facts: [FactKind] = [.lintMessage, .lintRun]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let json = preamble.json else { return nil }
        let results = json.isArray ? json : json["results"]
        if let file = results?.first, file.has("filePath"), file["messages"]?.isArray ?? false {
            return Recognition(
                dialect: json.isArray ? "eslint/json" : "eslint/json-with-metadata",
                because: "objects with `filePath` and `messages`")
        }
        guard json["metadata"]?.has("rulesMeta") ?? false, results?.isArray ?? false else { return nil }
        return Recognition(dialect: "eslint/json-with-metadata", because: "`results` and `metadata.rulesMeta`")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let json = JSONReader(source)
        var run = LintRun(tool: "ESLint", line: 1)
        (run.files, run.declaredErrors, run.declaredWarnings) = (0, 0, 0)
        var hasResults = dialect == "eslint/json"
        if hasResults {
            try json.array { _ in try file(json, &run, emit) }
        } else {
            try json.object { key in
                guard key == "results" else { return }
                hasResults = true
                try json.array { _ in try file(json, &run, emit) }
            }
        }
        try json.end()
        guard hasResults else { throw StreamProblem.missingField("results", of: "the report", line: 1) }
        try emit(.lintRun(run))
        return Reading()
    }

    private func file(_ json: JSONReader, _ run: inout LintRun, _ emit: (Fact) throws -> Void) throws {
        let line = json.line
        var path: String?
        var (errors, warnings): (Int?, Int?)
        var found: [LintMessage] = []
        var hasMessages = false
        try json.object { key in
            switch key {
            case "filePath": path = try json.string()
            case "errorCount": errors = try json.int()
            case "warningCount": warnings = try json.int()
            case "messages":
                hasMessages = true
                try json.array { _ in found.append(try message(json)) }
            case "suppressedMessages": try json.elements { _ in run.suppressed += 1 }
            default: break
            }
        }
        guard let path else { throw StreamProblem.missingField("filePath", of: "a file", line: line) }
        guard hasMessages else { throw StreamProblem.missingField("messages", of: "a file", line: line) }
        guard let errors else { throw StreamProblem.missingField("errorCount", of: "a file", line: line) }
        run.declaredErrors = (run.declaredErrors ?? 0).addingReportingOverflow(max(0, errors)).partialValue
        run.declaredWarnings = (run.declaredWarnings ?? 0).addingReportingOverflow(max(0, warnings ?? 0)).partialValue
        // A file that ESLint was told of and ignored is listed with that warning.
        if !found.contains(where: { $0.text.utf8.starts(with: "File ignored".utf8) }) {
            run.files = (run.files ?? 0) + 1
        }
        for var message in found {
            message.location = message.location.isEmpty ? path : "\(path):\(message.location)"
            try emit(.lintMessage(message))
        }
    }

    /// A message of its file; its location is the line only.
    private func message(_ json: JSONReader) throws -> LintMessage {
        let line = json.line
        var (rule, text, severity): (String?, String?, String?)
        var place = ""
        var isFatal = false
        try json.object { key in
            switch key {
            case "ruleId": rule = try json.optionalString()
            case "message": text = try json.optionalString()
            case "severity" where try json.kind() == .number: severity = try json.number()
            case "line" where try json.kind() == .number: place = try json.number()
            case "fatal" where try json.kind() == .bool: isFatal = try json.bool()
            default: break
            }
        }
        let levels: [String: LintMessage.Level] = ["0": .note, "1": .warning, "2": .error]
        return LintMessage(
            level: isFatal ? .error : severity.flatMap { levels[$0] } ?? .unknown, rule: rule ?? "", location: place,
            text: text ?? "", line: line)
    }
}
