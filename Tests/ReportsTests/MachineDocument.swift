import Model
import Reports
import Streams
import Templates

/// A document for machines, read back by our own strict readers.
enum MachineDocument {
    static let xml = ["junit.xml", "badge.svg"]
    static let json = ["pack.sarif", "oscal.json", "intoto.json", "pack.json"]

    /// A digest that is quick in a test and not for anything else.
    static let context = ReportContext(kinds: [:]) { bytes in
        var state: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return (0..<32).map { UInt8(truncatingIfNeeded: (state &* UInt64($0 * 2 + 1)) >> 24) }
    }

    static func render(_ pack: Pack) throws -> [String: [UInt8]] {
        let names = Set(xml + json)
        let reports = try ReportCatalog.all(in: context).filter { names.contains($0.fileName) }
        return Dictionary(uniqueKeysWithValues: reports.map { ($0.fileName, $0.render(pack)) })
    }

    /// The texts of an XML document: attribute values, and each element's text.
    static func texts(xml: [UInt8]) throws -> (elements: [Element], texts: [String]) {
        let collector = Collector()
        try XMLReader.read(ByteSource(bytes: xml), handler: collector)
        return (collector.elements, collector.elements.flatMap { Array($0.attributes.values) + [$0.text] })
    }

    /// The strings of a JSON document, names of members included.
    static func texts(json: [UInt8]) throws -> (names: Set<String>, texts: [String]) {
        let reader = JSONReader(ByteSource(bytes: json))
        guard try reader.nextDocument() else { return ([], []) }
        let value = try reader.value(nodes: 10_000_000)
        try reader.end()
        var found: (names: Set<String>, texts: [String]) = ([], [])
        func walk(_ node: JSONNode) {
            switch node {
            case .object(let members):
                for (name, member) in members {
                    found.names.insert(name)
                    walk(member)
                }
            case .array(let elements): for element in elements { walk(element) }
            case .string(let text): found.texts.append(text)
            case .number, .bool, .null: break
            }
        }
        walk(value)
        return found
    }

    /// One element with its own text.
    struct Element {
        let name: String
        var attributes: [String: String] = [:]
        var text = ""
        let depth: Int
    }

    private final class Collector: XMLHandler {
        var elements: [Element] = []
        private var open: [Int] = []

        func start(_ element: borrowing XMLElement) throws {
            var made = Element(name: element.name.string, depth: open.count)
            element.forEachAttribute { made.attributes[$0.string] = $1.string }
            open.append(elements.count)
            elements.append(made)
        }

        func text(_ bytes: Bytes) throws { if let last = open.last { elements[last].text += bytes.string } }

        func end(_ name: Bytes, line: Int) throws { open.removeLast() }
    }
}
