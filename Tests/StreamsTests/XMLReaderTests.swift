import Testing

@testable import Streams

/// A handler that writes down what it is told.
final class Transcript: XMLHandler {
    var lines: [String] = []
    private var gathered = ""

    func start(_ element: borrowing XMLElement) throws {
        flush()
        var attributes = ""
        element.forEachAttribute { name, value in attributes += " \(name.string)=\(value.string)" }
        let namespace = element.namespace.map { "{\($0.string)}" } ?? ""
        lines.append("\(element.line)<\(namespace)\(element.name.string)\(attributes)")
    }

    func text(_ bytes: Bytes) throws { gathered += bytes.string }

    func end(_ name: Bytes, line: Int) throws {
        flush()
        lines.append("\(line)>\(name.string)")
    }

    private func flush() {
        if !gathered.isEmpty { lines.append("\"" + gathered) }
        gathered = ""
    }
}

/// What becomes of a document: what was told, or why it was refused.
func readXML(_ bytes: [UInt8], chunk: Int = 1 << 18, limits: Limits = .standard) throws -> [String] {
    let transcript = Transcript()
    try XMLReader.read(ByteSource(bytes: bytes, chunk: chunk), limits: limits, handler: transcript)
    return transcript.lines
}

func xmlProblem(_ bytes: [UInt8], chunk: Int = 1 << 18, limits: Limits = .standard) -> StreamProblem? {
    do {
        _ = try readXML(bytes, chunk: chunk, limits: limits)
        return nil
    } catch { return error as? StreamProblem }
}

@Suite struct XMLReaderTests {
    static let chunks = [1, 2, 3, 7, 1 << 18]

    private let sample = """
        <?xml version="1.0" encoding="UTF-8"?>
        <!-- a comment --><?pi data?>
        <suites xmlns="urn:a" xmlns:p="urn:p" name="a &amp; &#233; &lt;b&gt;"
            p:time='1.5'>
          <case name="x"/>text &amp; é😀<![CDATA[<raw> & ]]>
        </suites>

        """

    @Test func `what is told does not depend on where chunks end`() throws {
        let expected = [
            "3<{urn:a}suites name=a & é <b> time=1.5", "\"\n  ", "5<{urn:a}case name=x", "5>case",
            "\"text & é😀<raw> & \n", "6>suites",
        ]
        for chunk in Self.chunks { #expect(try readXML(Array(sample.utf8), chunk: chunk) == expected) }
    }

    @Test func `attributes are found by local name and namespace`() throws {
        final class Probe: XMLHandler {
            var found: [String?] = []
            func start(_ element: borrowing XMLElement) throws {
                found = [
                    element.attribute("a")?.string, element.attribute("ab")?.string, element.attribute("b")?.string,
                    element.attribute("b", namespace: "urn:p")?.string,
                    element.attribute("b", namespace: "urn:q")?.string, "\(element.attributeCount)",
                ]
            }
            func text(_ bytes: Bytes) throws {}
            func end(_ name: Bytes, line: Int) throws {}
        }
        let probe = Probe()
        let text = "<x xmlns:p='urn:p' a='1' p:b='2'/>"
        try XMLReader.read(ByteSource(bytes: Array(text.utf8)), handler: probe)
        #expect(probe.found == ["1", nil, nil, "2", nil, "2"])
    }

    @Test func `every truncation is refused`() {
        let bytes = Array(sample.utf8)
        for length in 0..<bytes.count - 2 {
            for chunk in [1, 1 << 18] {
                #expect(xmlProblem(Array(bytes[..<length]), chunk: chunk) != nil, "\(length) bytes")
            }
        }
    }

    @Test func `a cut names the line of the element that is open`() {
        let problem = xmlProblem(Array("<a>\n<b>\n\n".utf8))
        #expect(problem?.id == "xml.ill-formed")
        #expect(problem?.line == 4)
        #expect(problem?.message.contains("begins on line 2") == true)
    }

    @Test(arguments: [
        ("<a/><b/>", "xml.ill-formed"), ("<a/>text", "xml.ill-formed"), ("<a x='1' x='2'/>", "xml.ill-formed"),
        ("<a><b></a></b>", "xml.ill-formed"), ("<a>\u{1}</a>", "xml.ill-formed"), ("<abc>\0</abc>", "xml.ill-formed"),
        ("<a>&nbsp;</a>", "xml.ill-formed"), ("<p:a/>", "xml.namespace"), ("<a p:x='1'/>", "xml.namespace"),
        ("", "xml.ill-formed"), ("   ", "xml.ill-formed"), ("text", "xml.ill-formed"),
        ("<a xmlns:p='u' xmlns:q='u' p:x='1' q:x='2'/>", "xml.namespace"), ("<a b='<'/>", "xml.ill-formed"),
        ("<?xml version='1.0'?><?xml version='1.0'?><a/>", "xml.ill-formed"),
        (" <?xml version='1.0'?><a/>", "xml.ill-formed"),
        ("<a>]]></a>", "xml.ill-formed"), ("<a><!-- -- --></a>", "xml.ill-formed"),
    ])
    func `what is not well formed is refused, namespace errors included`(text: String, id: String) {
        for chunk in Self.chunks { #expect(xmlProblem(Array(text.utf8), chunk: chunk)?.id == id) }
    }

    @Test func `lines beyond 65535 are right`() throws {
        let text = "<a>" + String(repeating: "\n", count: 70_000) + "<b\n c='1'/>\n<d></a>"
        let transcript = Transcript()
        let problem = #expect(throws: StreamProblem.self) {
            try XMLReader.read(ByteSource(bytes: Array(text.utf8)), handler: transcript)
        }
        #expect(transcript.lines.contains("70001<b c=1"))
        #expect(transcript.lines.contains("70003<d"))
        #expect(problem?.line == 70_003)
    }

    @Test(arguments: 1...4)
    func `an error of the handler stops the parser and passes through`(event: Int) {
        struct Stop: Error, Equatable { var event: Int }
        final class Thrower: XMLHandler {
            var left: Int
            var calls = 0
            init(_ event: Int) { left = event }
            func tick() throws {
                calls += 1
                left -= 1
                if left == 0 { throw Stop(event: calls) }
            }
            func start(_ element: borrowing XMLElement) throws { try tick() }
            func text(_ bytes: Bytes) throws { try tick() }
            func end(_ name: Bytes, line: Int) throws { try tick() }
        }
        let thrower = Thrower(event)
        #expect(throws: Stop(event: event)) {
            try XMLReader.read(ByteSource(bytes: Array("<a>t<b/></a>".utf8)), handler: thrower)
        }
        #expect(thrower.calls == event, "nothing is told after an error")
    }

    @Test func `the limits hold, and what is at them passes`() {
        var limits = Limits()
        limits.depth = 3
        limits.elements = 4
        limits.attributes = 2
        limits.attributeBytes = 5
        limits.textBytes = 6
        func id(_ text: String) -> String? { xmlProblem(Array(text.utf8), limits: limits)?.id }
        #expect(id("<a><b><c/></b></a>") == nil)
        #expect(id("<a><b><c><d/></c></b></a>") == "limit.depth")
        #expect(id("<a><b/><b/><b/></a>") == nil)
        #expect(id("<a><b/><b/><b/><b/></a>") == "limit.elements")
        #expect(id("<a b='12345' c=''/>") == nil)
        #expect(id("<a b='' c='' d=''/>") == "limit.attributes")
        #expect(id("<a b='123456'/>") == "limit.attribute-bytes")
        #expect(id("<a>123<b>123456</b>456</a>") == nil)
        #expect(id("<a>123<b/>4567</a>") == "limit.text-bytes")
        #expect(id("<a><![CDATA[1234567]]></a>") == "limit.text-bytes")
    }

    @Test func `big documents pass, deep ones do not`() {
        let many = "<a>" + String(repeating: "<b c='d'>e</b>", count: 50_000) + "</a>"
        #expect(xmlProblem(Array(many.utf8)) == nil)
        let deep = String(repeating: "<a>", count: 100_000)
        #expect(xmlProblem(Array(deep.utf8))?.id == "limit.depth")
    }
}
