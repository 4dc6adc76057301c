internal import Model
internal import Streams

/// The rules of a SARIF run's tool and of its extensions, by which its results are understood.
struct SARIFRules {
    struct Rule {
        let id: String
        let level: String?
        /// `nil` unless it is about security; `unknown` where it is and states no `security-severity`.
        let severity: Severity?
    }

    private(set) var tool = ""
    private var driver: [Rule] = []
    private var extensions: [[Rule]] = []
    private var byID: [String: Rule] = [:]

    var count: Int { driver.count + extensions.reduce(0) { $0 + $1.count } }
    var isSecurity: Bool { (driver + extensions.joined()).contains { $0.severity != nil } }

    /// Reads `tool`.
    mutating func read(_ json: JSONReader) throws {
        try json.object { key in
            switch key {
            case "driver":
                let (name, rules) = try component(json)
                (tool, driver) = (name, rules)
            case "extensions" where try json.kind() == .array:
                try json.array { _ in extensions.append(try component(json).rules) }
            default: break
            }
        }
        for rule in extensions.joined() { byID[rule.id] = rule }
        for rule in driver { byID[rule.id] = rule }
    }

    func rule(of result: SARIFResult) -> Rule? {
        if let index = result.ruleIndex {
            if let part = result.extensionIndex {
                if extensions.indices.contains(part), extensions[part].indices.contains(index) {
                    return extensions[part][index]
                }
            } else if driver.indices.contains(index) {
                return driver[index]
            }
        }
        guard let id = result.ruleID else { return nil }
        // `CA1000/1` is a case of `CA1000`.
        return byID[id] ?? id.utf8.lastIndex(of: UInt8(ascii: "/")).flatMap { byID[String(id[..<$0])] }
    }

    private func component(_ json: JSONReader) throws -> (name: String, rules: [Rule]) {
        var name = ""
        var rules: [Rule] = []
        try json.object { key in
            switch key {
            case "name": name = try json.optionalString() ?? ""
            case "rules" where try json.kind() == .array: try json.array { _ in rules.append(try rule(json)) }
            default: break
            }
        }
        return (name, rules)
    }

    private func rule(_ json: JSONReader) throws -> Rule {
        var (id, level, severity): (String, String?, Severity?) = ("", nil, nil)
        try json.object { key in
            switch key {
            case "id": id = try json.optionalString() ?? ""
            case "defaultConfiguration" where try json.kind() == .object: level = try json.value()["level"]?.string
            case "properties" where try json.kind() == .object:
                let properties = try json.value()
                let tags = properties["tags"]?.elements?.compactMap(\.string) ?? []
                if let score = properties["security-severity"] {
                    severity = OSVVulnerability.severity(score: score.string ?? score.number)
                } else if tags.contains(where: { $0 == "security" || $0 == "vulnerability" }) {
                    severity = .unknown
                }
            default: break
            }
        }
        return Rule(id: id, level: level, severity: severity)
    }
}
