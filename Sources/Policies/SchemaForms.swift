import Model
import Rules

/// The forms that values of the configuration take, as JSON Schema (2020-12).
enum SchemaForms {
    static let text: JSONValue = ["type": "string", "minLength": 1]
    static let number: JSONValue = ["type": "integer"]
    static let flag: JSONValue = ["type": "boolean"]
    static let texts: JSONValue = ["anyOf": [text, ["type": "array", "items": text]]]
    static let word: JSONValue = pattern("^[a-z0-9-]+$", "lower-case letters, digits and hyphens")
    static let instant: JSONValue = pattern(
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9:.]+([Zz]|[+-][0-9]{2}:?[0-9]{2})$", "RFC 3339 time with an offset")
    static let duration: JSONValue = pattern("^[0-9][0-9.]* *[a-zµμ]+$", "length of time, e.g. 90s, 15min, 24h")
    static let limit: JSONValue = pattern(
        "^ *(<=|>=|<|>|=) *-?[0-9]", "comparison with a unit, e.g. < 0.1%, < 300ms, <= 5")
    static let quantity: JSONValue = ["type": ["string", "number"], "description": "number with its unit, e.g. 0.2%"]
    static let commit: JSONValue = pattern("^([0-9a-f]{40}|[0-9a-f]{64})$", "whole commit id")

    static func pattern(_ expression: String, _ description: String) -> JSONValue {
        ["type": "string", "pattern": .string(expression), "description": .string(description)]
    }

    /// A mapping of exactly these keys.
    static func object(_ properties: [(String, JSONValue)], required: [String] = []) -> JSONValue {
        [
            "type": "object", "additionalProperties": false, "required": .array(required.map { .string($0) }),
            "properties": members(properties),
        ]
    }

    /// A mapping of free keys to values of one form.
    static func map(of value: JSONValue, keys: String? = nil) -> JSONValue {
        guard let keys else { return ["type": "object", "additionalProperties": value] }
        return ["type": "object", "additionalProperties": false, "patternProperties": [keys: value]]
    }

    static func list(of value: JSONValue) -> JSONValue { ["type": "array", "items": value] }

    static func members(_ pairs: [(String, JSONValue)]) -> JSONValue {
        .object(pairs.map { JSONValue.Member(key: $0.0, value: $0.1) })
    }

    static func form(_ form: Parameter.Form) -> JSONValue {
        switch form {
        case .text: text
        case .number: number
        case .limit: limit
        case .duration: duration
        case .texts: texts
        case .numbers: ["anyOf": [number, text, list(of: number)]]
        case .flag: flag
        case .conditions: ["anyOf": [texts, map(of: ["type": ["string", "number", "boolean", "null"]])]]
        }
    }
}
