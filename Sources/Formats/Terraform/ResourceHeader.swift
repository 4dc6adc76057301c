internal import Model
internal import Streams

/// The comment line above each resource of a plan, e.g. `# aws_s3_bucket.state will be destroyed`.
///
/// It is taken apart from its end, because a key in the address may hold any words.
struct ResourceHeader {
    let action: PlannedChange.Action
    let address: String
    let type: String
    let isDriftPhrase: Bool

    private struct Phrase {
        let text: StaticString
        let action: PlannedChange.Action
        let isDrift: Bool

        init(_ text: StaticString, _ action: PlannedChange.Action, isDrift: Bool = false) {
            self.text = text
            self.action = action
            self.isDrift = isDrift
        }
    }

    // Longer phrases stand before those that they end with.
    private static let phrases = [
        Phrase(" will be created", .create), Phrase(" will be updated in-place", .update),
        Phrase(" will be destroyed", .delete), Phrase(" is tainted, so must be replaced", .replace),
        Phrase(" must be replaced", .replace), Phrase(" will be replaced, as requested", .replace),
        Phrase(" will be replaced due to changes in replace_triggered_by", .replace),
        Phrase(" will be read during apply", .read), Phrase(" will be imported", .import),
        Phrase(" will no longer be managed by Terraform, but will not be destroyed", .forget),
        Phrase(" will be removed from the OpenTofu state but will not be destroyed", .forget),
        Phrase(" has changed", .update, isDrift: true), Phrase(" has been changed", .update, isDrift: true),
        Phrase(" has been deleted", .delete, isDrift: true),
    ]

    /// Reads what follows `# `; `nil` if it does not end in a known phrase.
    init?(_ text: Bytes) {
        let text = text.trimmed
        if let phrase = ResourceHeader.phrases.first(where: { text.hasSuffix($0.text) }) {
            let address = text.prefix(text.count - phrase.text.utf8CodeUnitCount)
            self.init(phrase.action, address, isDrift: phrase.isDrift)
            return
        }
        var moved: Range<Int>?
        while let next = text.firstRange(of: " has moved to ", from: moved?.upperBound ?? 0) { moved = next }
        guard let moved else { return nil }
        self.init(.move, text.suffix(from: moved.upperBound), isDrift: false)
    }

    private init?(_ action: PlannedChange.Action, _ address: Bytes, isDrift: Bool) {
        var address = address
        if address.hasSuffix(")"), let deposed = address.firstRange(of: " (deposed object ") {
            address = address.prefix(deposed.lowerBound)
        }
        let type = ResourceAddress.type(of: address)
        guard !type.isEmpty else { return nil }
        self.action = action
        self.address = address.string
        self.type = type.string
        isDriftPhrase = isDrift
    }
}

/// The address of a resource: `module.a["k.y"].data.aws_ami.x[0]`.
enum ResourceAddress {
    /// The resource type in it; empty if it is no address.
    static func type(of address: Bytes) -> Bytes {
        var rest = address
        while true {
            let (word, after) = step(rest)
            guard !word.isEmpty, !after.isEmpty else { return Bytes.empty }
            switch word {
            case "module":
                let (name, next) = step(after)
                guard !name.isEmpty else { return Bytes.empty }
                rest = next
            case "data", "ephemeral", "action": rest = after
            default: return word
            }
        }
    }

    /// How many bytes at the start of a line are an address; 0 if none are.
    static func length(in line: Bytes) -> Int {
        var end = 0
        while true {
            let (name, next) = part(line.suffix(from: end))
            guard !name.isEmpty else { return 0 }
            end += next
            guard end < line.count, line[end] == UInt8(ascii: ".") else { break }
            end += 1
        }
        return type(of: line.prefix(end)).isEmpty ? 0 : end
    }

    /// The first name, and what follows its key and dot.
    private static func step(_ bytes: Bytes) -> (Bytes, Bytes) {
        let (name, next) = part(bytes)
        guard next < bytes.count, bytes[next] == UInt8(ascii: ".") else { return (name, Bytes.empty) }
        return (name, bytes.suffix(from: next + 1))
    }

    /// The first name, and where its key ends.
    private static func part(_ bytes: Bytes) -> (Bytes, Int) {
        var end = 0
        while end < bytes.count, isNameByte(bytes[end]) { end += 1 }
        var next = end
        if next < bytes.count, bytes[next] == UInt8(ascii: "[") {
            var isQuoted = false
            while next < bytes.count {
                let byte = bytes[next]
                next += 1
                if isQuoted, byte == UInt8(ascii: "\\") { next += 1 }
                if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
                if !isQuoted, byte == UInt8(ascii: "]") { break }
            }
        }
        return (bytes.prefix(end), min(next, bytes.count))
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        let lower = byte | 0x20
        return lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z") || byte &- UInt8(ascii: "0") < 10
            || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte >= 0x80
    }
}
