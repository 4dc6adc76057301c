internal import Streams

/// The blocks of a plan's text, one a resource and one an output, hashed line by line as they come.
struct PlanBlocks {
    private enum Place { case outside, actions, outputs }

    private var place = Place.outside
    private var changes = ChangeDigest(of: "text")
    private var block: SHA.Incremental?
    private var blankLines = 0
    private var hidesValues = false
    private static let newline: [UInt8] = [10]

    /// `nil` if terraform or the CI system left values out: two plans that differ there look the same.
    var digest: String? {
        var copy = self
        copy.close()
        return copy.hidesValues ? nil : copy.changes.text
    }

    /// A new block, of which the next line is the first.
    mutating func begin() {
        close()
        block = SHA.Incremental()
    }

    /// Takes a line, after `begin` if it opened a block.
    mutating func take(_ line: Bytes, isInActions: Bool) {
        if isInActions {
            place = .actions
        } else if line.hasPrefix("Changes to Outputs:") {
            begin()
            place = .outputs
        } else if place == .actions || place == .outputs && !line.isEmpty && line[0] != UInt8(ascii: " ") {
            close()
            place = .outside
        } else if place == .outputs, Self.beginsOutput(line) {
            begin()
        }
        guard place != .outside, block != nil else { return }
        // What follows the last line of a block is no part of it.
        if line.isEmpty {
            blankLines += 1
            return
        }
        for _ in 0..<blankLines { update(Bytes.empty) }
        blankLines = 0
        update(line)
        if line.contains("(sensitive") || line.contains("(write-only") || line.contains("***") { hidesValues = true }
    }

    private static func beginsOutput(_ line: Bytes) -> Bool {
        line.hasPrefix("  + ") || line.hasPrefix("  ~ ") || line.hasPrefix("  - ")
    }

    private mutating func update(_ line: Bytes) {
        block?.update(line)
        Self.newline.withUnsafeBufferPointer { block?.update(Bytes($0)) }
    }

    private mutating func close() {
        if let block { changes.add(block) }
        block = nil
        blankLines = 0
    }
}
