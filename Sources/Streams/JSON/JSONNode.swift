/// A small JSON value held in memory, members in the order of the file.
package indirect enum JSONNode: Sendable {
    /// The members of an object; keys are unique.
    case object([(String, JSONNode)])
    /// The elements of an array.
    case array([JSONNode])
    /// A string, unescaped.
    case string(String)
    /// A number, as it is written.
    case number(String)
    /// `true` or `false`.
    case bool(Bool)
    /// `null`.
    case null

    /// The value of a member; `nil` if this is no object or has no such key.
    package subscript(key: String) -> JSONNode? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.0 == key }?.1
    }

    /// The elements; `nil` if this is no array.
    package var elements: [JSONNode]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    /// The text; `nil` if this is no string.
    package var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The exact text of the number; `nil` if this is none.
    package var number: String? {
        guard case .number(let text) = self else { return nil }
        return text
    }

    /// The value; `nil` if this is neither `true` nor `false`.
    package var bool: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }
}
