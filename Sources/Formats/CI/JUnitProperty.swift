internal import Model
internal import Streams

/// The open property of a suite: `properties/property` with its value as an attribute, or as text (ant, some runners).
final class JUnitProperty {
    /// How many bytes of a value are kept.
    private static let valueBytes = 400

    private var isInList = false
    private var name: String?
    private var value: [UInt8] = []
    private var line = 0

    /// An element begins, that many levels below the suite.
    func start(_ element: XMLElement, depth: Int) {
        if depth == 1 { isInList = element.name == "properties" }
        guard depth == 2, isInList, element.name == "property", let name = element.attribute("name") else { return }
        self.name = name.string
        line = element.line
        value.removeAll(keepingCapacity: true)
        if let written = element.attribute("value") { text(written) }
    }

    func text(_ bytes: Bytes) {
        guard name != nil else { return }
        value.append(contentsOf: bytes.prefix(Self.valueBytes - value.count).buffer)
    }

    /// An element ends, that many levels below the suite of that number.
    func end(depth: Int, suite: Int) -> TestProperty? {
        if depth == 1 { isInList = false }
        guard depth == 2, let name else { return nil }
        self.name = nil
        let text = value.withUnsafeBufferPointer { Bytes($0).trimmed.string }
        return TestProperty(name: name, value: text, suite: suite, line: line)
    }
}
