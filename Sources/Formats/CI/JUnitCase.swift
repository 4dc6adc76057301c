internal import Model
internal import Streams

/// The open test case of a JUnit report; its buffers are used again for the next, so that one without details allocates nothing.
final class JUnitCase {
    /// How many bytes of a message are kept.
    private static let messageBytes = 400

    private var name: [UInt8] = []
    private var className: [UInt8] = []
    private var message: [UInt8] = []
    private var outcome = TestCase.Outcome.passed
    private var identity: UInt64 = 0
    private var line = 0
    private var isTodo = false
    private var isListening = false
    private var count = 0

    /// Begins with a `testcase`, or with an `error` directly below a suite, which has no name.
    func open(_ element: XMLElement, suite: UInt64) {
        line = element.line
        outcome = .passed
        isTodo = false
        isListening = false
        message.removeAll(keepingCapacity: true)
        let named = element.attribute("name")
        let classed = element.attribute("classname") ?? element.attribute("class")
        name.removeAll(keepingCapacity: true)
        className.removeAll(keepingCapacity: true)
        if let named { name.append(contentsOf: named.buffer) }
        if let classed { className.append(contentsOf: classed.buffer) }
        identity = suite.mixed(with: classed?.hash ?? 0).mixed(with: named?.hash ?? 0)
        if let result = element.attribute("result"), result == "skipped" || result == "suppressed" {
            outcome = .skipped
        }
        guard let status = element.attribute("status") else { return }
        switch status {
        case "disabled", "notrun", "skipped": outcome = .skipped
        case "failed", "fail": outcome = .failed
        case "errored", "error": outcome = .errored
        default: break
        }
    }

    /// A direct child: the worst one decides, and the first of the worst gives the message.
    func child(_ element: XMLElement) {
        let result: TestCase.Outcome
        switch element.name {
        case "error": result = .errored
        case "failure": result = .failed
        case "skipped":
            result = .skipped
            if let type = element.attribute("type"), type == "todo" { isTodo = true }
        case "flakyFailure", "flakyError": result = .flaky
        default: return
        }
        guard result.rawValue > outcome.rawValue || result == outcome && message.isEmpty else { return }
        outcome = result
        message.removeAll(keepingCapacity: true)
        if let stated = element.attribute("message") { append(stated) }
        isListening = message.isEmpty
    }

    func text(_ bytes: Bytes) {
        if isListening { append(bytes) }
    }

    func endChild() { isListening = false }

    /// The fact; a failure that is expected (`todo`) counts as skipped.
    func close(suite: String, path: [Int]) -> TestCase {
        if isTodo, outcome == .failed { outcome = .skipped }
        count += 1
        guard outcome != .passed || count <= TestCase.namedCases else {
            return TestCase(outcome: .passed, identity: identity, line: line, details: nil)
        }
        let details = TestCaseDetails(
            suite: suite, suitePath: path, className: String(decoding: className, as: UTF8.self),
            name: String(decoding: name, as: UTF8.self), message: String(decoding: message, as: UTF8.self))
        return TestCase(outcome: outcome, identity: identity, line: line, details: details)
    }

    /// Adds to the first line that is not blank, until it ends.
    private func append(_ bytes: Bytes) {
        for byte in bytes.buffer {
            let isBreak = byte == 0x0A || byte == 0x0D
            if message.isEmpty, isBreak || byte == 0x20 || byte == 0x09 { continue }
            if isBreak || message.count == Self.messageBytes {
                isListening = false
                if byte & 0xC0 == 0x80 { dropLastScalar() }
                return
            }
            message.append(byte)
        }
    }

    /// The cut fell inside a scalar.
    private func dropLastScalar() {
        while let last = message.popLast(), last & 0xC0 == 0x80 {}
    }
}
