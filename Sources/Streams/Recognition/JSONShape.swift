/// The outline of a JSON value at the start of a file: at most 5 levels, 64 keys an object and 3 elements an array.
package indirect enum JSONShape: Sendable {
    /// The first members.
    case object([(key: String, value: JSONShape)])
    /// The first elements.
    case array([JSONShape])
    /// The first 200 bytes of a string.
    case string(String)
    /// A number as written.
    case number(String)
    /// `true` or `false`.
    case bool(Bool)
    /// `null`.
    case null
    /// The preamble ended here, the value lies too deep, or it is not JSON.
    case cut

    /// The value of a member.
    package subscript(key: String) -> JSONShape? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    /// The first element of an array.
    package var first: JSONShape? {
        guard case .array(let elements) = self else { return nil }
        return elements.first
    }

    /// Whether this is an object with that key among those kept.
    package func has(_ key: String) -> Bool { self[key] != nil }

    /// Whether this is an object.
    package var isObject: Bool { if case .object = self { true } else { false } }

    /// Whether this is an array.
    package var isArray: Bool { if case .array = self { true } else { false } }

    /// The value of the first member, whatever its key is.
    package var anyMember: JSONShape? {
        guard case .object(let members) = self else { return nil }
        return members.first?.value
    }

    /// The text of a string.
    package var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }
}
