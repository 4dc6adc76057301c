internal import Model
internal import Streams

/// The digest of what a plan would do: one digest a change, sorted, so that neither order nor size counts.
struct ChangeDigest {
    private let representation: String
    private var parts: [String] = []

    /// - Parameter representation: what was hashed, `json` or `text`; digests of both are never equal.
    init(of representation: String) { self.representation = representation }

    mutating func add(_ form: CanonicalForm) { parts.append(SHA.hex(form.bytes)) }

    mutating func add(_ part: SHA.Incremental) { parts.append(part.hex) }

    /// `json:` or `text:` and 64 hexadecimal digits.
    var text: String { "\(representation):\(SHA.hex(of: parts.sorted().joined(separator: "\n")))" }
}

/// JSON values in a form in which the order of members does not count: members sorted, a comma after each.
///
/// Only one change of a plan is held at a time.
final class CanonicalForm {
    private(set) var bytes: [UInt8] = []

    func clear() { bytes.removeAll(keepingCapacity: true) }

    /// Takes over the next value, whole.
    func value(_ json: JSONReader) throws {
        switch try json.kind() {
        case .object: try object(json) { key in try member(key, json) }
        case .array:
            bytes.append(UInt8(ascii: "["))
            try json.array { _ in
                try value(json)
                bytes.append(UInt8(ascii: ","))
            }
            bytes.append(UInt8(ascii: "]"))
        case .string: try json.bytes { string($0.buffer) }
        case .number: try json.numberBytes { bytes += $0.buffer }
        case .bool: bytes += (try json.bool() ? "true" : "false").utf8
        case .null: if try json.null() { bytes += "null".utf8 }
        }
    }

    /// Reads an object, and takes over those members that `member` writes.
    func object(_ json: JSONReader, _ member: (Bytes) throws -> Void) throws {
        bytes.append(UInt8(ascii: "{"))
        let first = bytes.count
        var spans: [Range<Int>] = []
        var isSorted = true
        try json.object { key in
            let start = bytes.count
            try member(key)
            guard bytes.count > start else { return }
            bytes.append(UInt8(ascii: ","))
            let span = start..<bytes.count
            if let last = spans.last, bytes[span].lexicographicallyPrecedes(bytes[last]) { isSorted = false }
            spans.append(span)
        }
        // terraform writes most members sorted.
        if !isSorted {
            let whole = bytes
            spans.sort { whole[$0].lexicographicallyPrecedes(whole[$1]) }
            bytes.removeLast(bytes.count - first)
            for span in spans { bytes += whole[span] }
        }
        bytes.append(UInt8(ascii: "}"))
    }

    func member(_ key: Bytes, _ json: JSONReader) throws {
        self.key(key)
        try value(json)
    }

    func key(_ key: Bytes) {
        string(key.buffer)
        bytes.append(UInt8(ascii: ":"))
    }

    func key(_ key: StaticString) {
        string(UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount))
        bytes.append(UInt8(ascii: ":"))
    }

    /// Takes over a member that must be a string, and gives it back.
    func text(of key: Bytes, _ json: JSONReader) throws -> String {
        self.key(key)
        return try text(json)
    }

    /// Takes over a member that must be a list of strings, and gives it back.
    func texts(of key: Bytes, _ json: JSONReader) throws -> [String] {
        self.key(key)
        var texts: [String] = []
        bytes.append(UInt8(ascii: "["))
        try json.array { _ in
            texts.append(try text(json))
            bytes.append(UInt8(ascii: ","))
        }
        bytes.append(UInt8(ascii: "]"))
        return texts
    }

    private func text(_ json: JSONReader) throws -> String {
        try json.bytes {
            string($0.buffer)
            return $0.string
        }
    }

    private func string(_ text: UnsafeBufferPointer<UInt8>) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { bytes.append(UInt8(ascii: "\\")) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
