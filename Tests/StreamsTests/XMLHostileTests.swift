import Testing

@testable import Streams

@Suite struct XMLHostileTests {
    /// Documents that would reach out of themselves, or blow up.
    static let documents: [(text: String, id: String)] = [
        ("<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><a>&e;</a>", "xml.doctype"),
        ("<!DOCTYPE a [<!ENTITY % p SYSTEM \"file:///etc/hostname\"> %p;]><a/>", "xml.doctype"),
        ("<!DOCTYPE a SYSTEM \"file:///etc/hostname\" [ ]><a/>", "xml.doctype"),
        ("<!DOCTYPE a PUBLIC \"-//x\" \"http://192.0.2.1/x.dtd\"\n[<!ATTLIST a b CDATA \"c\">]><a/>", "xml.doctype"),
        ("<!DOCTYPE a [\n<!ELEMENT a ANY>\n]><a/>", "xml.doctype"),
        ("<!DOCTYPE a[<!NOTATION n SYSTEM \"x\">]><a/>", "xml.doctype"),
        ("<!DOCTYPE a [<!-- > -->]><a/>", "xml.doctype"),
        ("<!DOCTYPE a [<?x y?>]><a/>", "xml.doctype"),
        ("<!DOCTYPEa><a/>", "xml.ill-formed"),
        (laughs, "xml.doctype"), (quadratic, "xml.doctype"),
        // With an external subset, an unknown entity is no fatal error to XML itself.
        ("<!DOCTYPE a SYSTEM \"file:///etc/hostname\"><a>&e;</a>", "xml.ill-formed"),
        ("<!DOCTYPE a SYSTEM \"file:///etc/hostname\"><a b='&e;'/>", "xml.ill-formed"),
    ]

    private static let laughs: String = {
        var text = "<!DOCTYPE lol [<!ENTITY l0 \"lol\">"
        for level in 1...9 {
            text += "<!ENTITY l\(level) \"" + String(repeating: "&l\(level - 1);", count: 10) + "\">"
        }
        return text + "]><lol>&l9;</lol>"
    }()

    private static let quadratic =
        "<!DOCTYPE a [<!ENTITY e \"" + String(repeating: "x", count: 100_000) + "\">]><a>"
        + String(repeating: "&e;", count: 10_000) + "</a>"

    @Test(arguments: documents.indices)
    func `declarations are refused before they are read, and fast`(index: Int) {
        let (text, id) = Self.documents[index]
        let bytes = Array(text.utf8)
        for chunk in XMLReaderTests.chunks {
            let elapsed = ContinuousClock().measure { #expect(xmlProblem(bytes, chunk: chunk)?.id == id) }
            #expect(elapsed < .seconds(1))
        }
    }

    @Test(arguments: [
        "<!DOCTYPE coverage SYSTEM \"http://192.0.2.1/coverage-04.dtd\"><coverage/>",
        "<!DOCTYPE coverage SYSTEM 'file:///etc/hostname'>\n<coverage/>",
        "<!DOCTYPE report PUBLIC \"-//JACOCO//DTD Report 1.1//EN\" \"report.dtd\"><report/>", "<!DOCTYPE a ><a/>",
    ])
    func `a bare document type is allowed and never loaded`(text: String) {
        for chunk in XMLReaderTests.chunks { #expect(xmlProblem(Array(text.utf8), chunk: chunk) == nil) }
    }

    /// libxml2 2.9 reads these as subsets if it has them in one piece.
    @Test(arguments: [
        "<!DOCTYPE a>[]><a/>", "<!DOCTYPE a SYSTEM 'x'>[ <!-- --> ]><a/>", "<!DOCTYPE a>[<!ENTITY e 'x'>]><a>&e;</a>",
    ])
    func `a subset after the document type is refused`(text: String) {
        for chunk in XMLReaderTests.chunks { #expect(xmlProblem(Array(text.utf8), chunk: chunk) != nil) }
    }

    @Test func `nothing is told of a document whose type declares something`() {
        let transcript = Transcript()
        #expect(throws: StreamProblem.self) {
            try XMLReader.read(ByteSource(bytes: Array(Self.documents[0].text.utf8)), handler: transcript)
        }
        #expect(transcript.lines.isEmpty)
    }

    @Test func `an XInclude and a style sheet are only elements and comments`() throws {
        let text = """
            <?xml-stylesheet href="file:///etc/hostname"?><?oasis-xml-catalog catalog="file:///etc/hostname"?>
            <a xmlns:i="http://www.w3.org/2001/XInclude"><i:include href="file:///etc/hostname" parse="text"/></a>
            """
        let lines = try readXML(Array(text.utf8))
        #expect(lines.count == 4)
    }
}
