internal import Model
internal import Streams

/// What must be known of a body: its length, how it begins and how it ends, and as JSON what it says of health.
struct BodyStart {
    /// Bytes, line ends between lines counted as one.
    private(set) var count = 0
    private var start: [UInt8] = []
    private var last: UInt8 = 0
    private var lines = 0
    /// The whole body, until it is longer than an answer about health is.
    private var text: [UInt8] = []
    private static let limit = 65_536

    mutating func take(_ line: Bytes) {
        if lines > 0 { count += 1 }
        lines += 1
        count += line.count
        if count <= Self.limit {
            if lines > 1 { text.append(10) }
            text += line.buffer
        }
        let line = line.trimmed
        guard !line.isEmpty else { return }
        last = line[line.count - 1]
        if start.count < 64 { start += line.prefix(64).buffer.map { $0 >= 65 && $0 <= 90 ? $0 | 32 : $0 } }
    }

    var isHTML: Bool { start.starts(with: "<!doctype html".utf8) || start.starts(with: "<html".utf8) }

    /// It begins as JSON and does not end as such.
    var isCutJSON: Bool { start.first == 123 && last != 125 || start.first == 91 && last != 93 }

    /// What it says as JSON; `nil` when there is no body.
    var health: StatedHealth? {
        guard count > 0 else { return nil }
        guard count <= Self.limit else { return StatedHealth(trouble: "is longer than \(Self.limit) bytes") }
        var stated = StatedHealth()
        do {
            let json = JSONReader(ByteSource(bytes: text))
            Self.collect(try json.value(), isNested: false, into: &stated.members)
            try json.end()
        } catch { return StatedHealth(trouble: "is no valid JSON") }
        return stated
    }

    private static let names: Set<String> = [
        "status", "state", "health", "healthy", "ok", "ready", "live", "alive", "success",
    ]

    private static func collect(_ node: JSONNode, isNested: Bool, into members: inout [StatedHealth.Member]) {
        for element in node.elements ?? [] { collect(element, isNested: true, into: &members) }
        guard case .object(let all) = node else { return }
        for (name, value) in all {
            let text: String? =
                switch value {
                case .string(let text), .number(let text): text
                case .bool(let value): "\(value)"
                case .null: "null"
                case .object, .array: nil
                }
            if let text, names.contains(name.lowercased()) {
                members.append(StatedHealth.Member(name, text, isNested: isNested))
            }
            collect(value, isNested: true, into: &members)
        }
    }
}
