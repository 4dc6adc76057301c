internal import Streams

/// What npm and pnpm print instead of a report: valid JSON without counts, which must never pass for clean.
enum NPMAuditError {
    static func fits(_ json: JSONShape) -> Bool {
        if json.has("auditReportVersion") || json.has("advisories") || json.has("vulnerabilities") { return false }
        if let error = json["error"], error.isObject, error["code"]?.string != nil || error.has("summary") {
            return true
        }
        return json["message"]?.string != nil && json.has("statusCode")
    }

    /// Reads the object to its end and refuses it in npm's own words.
    static func refuse(_ json: JSONReader) throws -> Never {
        var words: [String] = []
        let line = json.line
        try json.object { key in
            switch key {
            case "message", "error": words += Self.words(in: try json.value())
            case "statusCode": words.append("status \(try json.number())")
            default: break
            }
        }
        throw StreamProblem.toolFailed(
            "npm audit", words.isEmpty ? "no reason given" : words.joined(separator: ", "), line: line)
    }

    /// The refusal of a report that has an error among its members.
    static func problem(_ key: String, _ json: JSONReader) throws -> StreamProblem {
        let line = json.line
        return .toolFailed("npm audit", words(in: try json.value()).first ?? "`\(key)`", line: line)
    }

    private static func words(in node: JSONNode) -> [String] {
        if let text = node.string { return text.isEmpty ? [] : [text] }
        return ["code", "summary", "message"].compactMap { node[$0]?.string }.filter { !$0.isEmpty }
    }
}
