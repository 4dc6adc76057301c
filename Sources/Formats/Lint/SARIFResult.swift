internal import Model
internal import Streams

/// One result of a SARIF run, as far as it counts.
struct SARIFResult {
    private(set) var ruleID: String?
    private(set) var ruleIndex: Int?
    /// Which of the tool's extensions the rule belongs to; `nil` for the driver.
    private(set) var extensionIndex: Int?
    private(set) var location = ""
    private(set) var text = ""
    private(set) var isSuppressed = false
    let line: Int
    let pointer: String
    private var statedLevel: String?
    private var kind = "fail"
    private var isAbsent = false

    init(_ json: JSONReader) throws {
        (line, pointer) = (json.line, json.pointer)
        // Captured by the closure, which cannot change `self` before all of it is there.
        var result = (id: String?.none, index: Int?.none, component: Int?.none)
        var (level, kind, text, location): (String?, String, String, String) = (nil, "fail", "", "")
        var (isSuppressed, isAbsent) = (false, false)
        try json.object { key in
            switch key {
            case "ruleId": result.id = try json.optionalString()
            case "ruleIndex": result.index = try json.int()
            case "rule" where try json.kind() == .object:
                let rule = try json.value()
                result.id = result.id ?? rule["id"]?.string
                result.index = rule["index"]?.number.flatMap { Int($0) } ?? result.index
                result.component = rule["toolComponent"]?["index"]?.number.flatMap { Int($0) }
            case "level": level = try json.optionalString()
            case "kind": kind = try json.optionalString() ?? "fail"
            case "message" where try json.kind() == .object:
                let message = try json.value()
                text = message["text"]?.string ?? message["id"]?.string ?? ""
            case "locations" where try json.kind() == .array:
                location = Self.place(try json.value().elements?.first?["physicalLocation"])
            case "suppressions" where try json.kind() == .array:
                // Older drafts say `state`.
                isSuppressed =
                    try json.value().elements?.contains { suppression in
                        let status = (suppression["status"] ?? suppression["state"])?.string
                        return status == nil || status == "accepted"
                    } ?? false
            case "baselineState": isAbsent = try json.optionalString() == "absent"
            default: break
            }
        }
        (ruleID, ruleIndex, extensionIndex) = (result.id, result.index.flatMap { $0 < 0 ? nil : $0 }, result.component)
        (statedLevel, self.kind, self.text, self.location) = (level, kind, text, location)
        (self.isSuppressed, self.isAbsent) = (isSuppressed, isAbsent)
    }

    /// The effective level (SARIF §3.27.10); `nil` for what is no finding.
    func level(by rule: SARIFRules.Rule?) -> LintMessage.Level? {
        if isAbsent { return nil }
        switch kind {
        case "pass", "notApplicable", "informational": return nil
        // Somebody has to look at it.
        case "review", "open": return .warning
        default: break
        }
        switch statedLevel ?? rule?.level ?? "warning" {
        case "none": return nil
        case "note": return .note
        case "warning": return .warning
        case "error": return .error
        default: return .unknown
        }
    }

    private static func place(_ place: JSONNode?) -> String {
        let file = place?["artifactLocation"]?["uri"]?.string ?? ""
        return place?["region"]?["startLine"]?.number.map { "\(file):\($0)" } ?? file
    }
}
