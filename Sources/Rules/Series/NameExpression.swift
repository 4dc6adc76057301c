/// A regular expression over series names, matched in linear time: literals, `.`, `[a-z]`, `( )`, `|`, `*`, `+`, `?`, `^`, `$`.
///
/// Matching is case-insensitive for ASCII, over bytes, and unanchored. Simulates all states at once, so that no expression
/// can make it backtrack.
struct NameExpression: Sendable, Hashable {
    private indirect enum Node {
        case empty, start, end
        case bytes(Set<UInt8>)
        case sequence([Node])
        case either([Node])
        case `repeat`(Node, atLeastOne: Bool, atMostOne: Bool)
    }

    private enum Step: Sendable, Hashable {
        case match(Set<UInt8>)
        case split(Int, Int)
        case start, end, accept
        case jump(Int)
    }

    private var steps: [Step] = []

    /// `nil` when the expression is not understood.
    init?(_ text: String) {
        var parser = Parser(bytes: Array(text.utf8))
        guard text.utf8.count <= 1_000, let node = parser.alternatives(depth: 0), parser.isAtEnd else { return nil }
        compile(node)
        steps.append(.accept)
    }

    /// Whether the expression occurs anywhere in `name`.
    func matches(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        var current = Set<Int>()
        for index in 0...bytes.count {
            add(0, to: &current, at: index, of: bytes.count)
            if current.contains(steps.count - 1) { return true }
            guard index < bytes.count else { return false }
            let byte = Self.folded(bytes[index])
            var next = Set<Int>()
            for state in current {
                if case .match(let set) = steps[state], set.contains(byte) {
                    add(state + 1, to: &next, at: index + 1, of: bytes.count)
                }
            }
            current = next
            if current.contains(steps.count - 1) { return true }
        }
        return false
    }

    private func add(_ first: Int, to states: inout Set<Int>, at index: Int, of count: Int) {
        var pending = [first]
        while let state = pending.popLast() {
            guard states.insert(state).inserted else { continue }
            switch steps[state] {
            case .split(let left, let right): pending += [left, right]
            case .jump(let target): pending.append(target)
            case .start: if index == 0 { pending.append(state + 1) }
            case .end: if index == count { pending.append(state + 1) }
            case .match, .accept: break
            }
        }
    }

    private mutating func compile(_ node: Node) {
        switch node {
        case .empty: break
        case .start: steps.append(.start)
        case .end: steps.append(.end)
        case .bytes(let set): steps.append(.match(set))
        case .sequence(let nodes): for node in nodes { compile(node) }
        case .either(let nodes):
            var jumps: [Int] = []
            for (index, node) in nodes.enumerated() {
                guard index < nodes.count - 1 else {
                    compile(node)
                    break
                }
                let split = steps.count
                steps.append(.accept)
                compile(node)
                jumps.append(steps.count)
                steps.append(.accept)
                steps[split] = .split(split + 1, steps.count)
            }
            for jump in jumps { steps[jump] = .jump(steps.count) }
        case .repeat(let inner, let atLeastOne, let atMostOne):
            let start = steps.count
            if !atLeastOne { steps.append(.accept) }
            let body = steps.count
            compile(inner)
            if !atMostOne { steps.append(.split(body, steps.count + 1)) }
            if !atLeastOne { steps[start] = .split(body, steps.count) }
        }
    }

    private static func folded(_ byte: UInt8) -> UInt8 { byte >= 65 && byte <= 90 ? byte | 32 : byte }

    private struct Parser {
        let bytes: [UInt8]
        var index = 0
        var isAtEnd: Bool { index == bytes.count }

        mutating func alternatives(depth: Int) -> Node? {
            guard depth < 20 else { return nil }
            var branches: [Node] = []
            repeat {
                guard let branch = sequence(depth: depth) else { return nil }
                branches.append(branch)
            } while take(124)
            return branches.count == 1 ? branches[0] : .either(branches)
        }

        private mutating func take(_ byte: UInt8) -> Bool {
            guard index < bytes.count, bytes[index] == byte else { return false }
            index += 1
            return true
        }

        private mutating func sequence(depth: Int) -> Node? {
            var nodes: [Node] = []
            while index < bytes.count, bytes[index] != 124, bytes[index] != 41 {
                guard var node = atom(depth: depth) else { return nil }
                if take(42) {
                    node = .repeat(node, atLeastOne: false, atMostOne: false)
                } else if take(43) {
                    node = .repeat(node, atLeastOne: true, atMostOne: false)
                } else if take(63) {
                    node = .repeat(node, atLeastOne: false, atMostOne: true)
                }
                nodes.append(node)
            }
            return .sequence(nodes)
        }

        private mutating func atom(depth: Int) -> Node? {
            let byte = bytes[index]
            index += 1
            switch byte {
            case 40:
                guard let inner = alternatives(depth: depth + 1), take(41) else { return nil }
                return inner
            case 46: return .bytes(Set(0...255))
            case 94: return .start
            case 36: return .end
            case 91: return set()
            case 92:
                guard index < bytes.count else { return nil }
                index += 1
                return .bytes([NameExpression.folded(bytes[index - 1])])
            case 42, 43, 63, 123, 125: return nil
            default: return .bytes([NameExpression.folded(byte)])
            }
        }

        private mutating func set() -> Node? {
            let isNegated = take(94)
            var members = Set<UInt8>()
            while index < bytes.count, bytes[index] != 93 {
                let low = bytes[index]
                index += 1
                if index + 1 < bytes.count, bytes[index] == 45, bytes[index + 1] != 93 {
                    guard low <= bytes[index + 1] else { return nil }
                    members.formUnion((low...bytes[index + 1]).map(NameExpression.folded))
                    index += 2
                } else {
                    members.insert(NameExpression.folded(low))
                }
            }
            guard take(93), !members.isEmpty else { return nil }
            return .bytes(isNegated ? Set(0...255).subtracting(members) : members)
        }
    }
}
