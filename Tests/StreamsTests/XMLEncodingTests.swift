import Testing

@testable import Streams

@Suite struct XMLEncodingTests {
    private static func utf16(_ text: String, little: Bool, mark: Bool) -> [UInt8] {
        let units = Array((mark ? "\u{FEFF}" : "").utf16) + Array(text.utf16)
        return units.flatMap { unit in
            let pair = [UInt8(truncatingIfNeeded: unit), UInt8(truncatingIfNeeded: unit >> 8)]
            return little ? pair : pair.reversed()
        }
    }

    @Test(arguments: ["<a b='é😀'/>", "<?xml version='1.0' encoding='UTF-16'?><a b='é😀'/>"])
    func `UTF-16 with a mark is read`(text: String) throws {
        for little in [true, false] {
            for chunk in XMLReaderTests.chunks {
                #expect(try readXML(Self.utf16(text, little: little, mark: true), chunk: chunk)[0] == "1<a b=é😀")
            }
        }
    }

    @Test(
        arguments: [
            ("UTF-8", [0xC3, 0xA9], "é"), ("utf-8", [0xC3, 0xA9], "é"), ("ISO-8859-1", [0xE9], "é"),
            ("windows-1252", [0x80], "€"), ("US-ASCII", [0x65], "e"),
        ] as [(String, [UInt8], String)])
    func `the declared encoding is honoured`(name: String, bytes: [UInt8], text: String) throws {
        let document = Array("<?xml version='1.0' encoding='\(name)'?><a b='".utf8) + bytes + Array("'/>".utf8)
        for chunk in XMLReaderTests.chunks { #expect(try readXML(document, chunk: chunk)[0] == "1<a b=\(text)") }
    }

    @Test func `a mark of UTF-8 is taken off`() throws {
        #expect(try readXML(Array("\u{FEFF}<?xml version='1.0' encoding='UTF-8'?><a/>".utf8))[0] == "1<a")
    }

    @Test(arguments: [
        ("\u{FEFF}<?xml version='1.0' encoding='ISO-8859-1'?><a/>", "xml.encoding"),
        ("\u{FEFF}<?xml version='1.0' encoding='UTF-16'?><a/>", "xml.encoding"),
        ("<?xml version='1.0' encoding='UTF-16'?><a/>", "xml.encoding"),
        ("<?xml version='1.0' encoding='EUC-JP'?><a/>", "xml.encoding"),
        ("<?xml version='1.0' encoding='UTF-7'?><a/>", "xml.encoding"),
        ("<?xml version='1.0'\n encoding = \"x\"?><a/>", "xml.encoding"),
        ("\u{FEFF}\u{FEFF}<a/>", "xml.encoding"),
        ("<?xml version='1.0' encoding=''?><a/>", "xml.encoding"),
    ])
    func `a mark and a declaration that disagree are refused, and so is what is not known`(text: String, id: String) {
        for chunk in XMLReaderTests.chunks { #expect(xmlProblem(Array(text.utf8), chunk: chunk)?.id == id) }
    }

    @Test(arguments: [true, false])
    func `UTF-16 that is unmarked, mislabelled or cut is refused`(little: Bool) {
        #expect(xmlProblem(Self.utf16("<a/>", little: little, mark: false))?.id == "xml.encoding")
        let labelled = "<?xml version='1.0' encoding='UTF-8'?><a/>"
        #expect(xmlProblem(Self.utf16(labelled, little: little, mark: true))?.id == "xml.encoding")
        let whole = Self.utf16("<a>é😀</a>", little: little, mark: true)
        for length in 0..<whole.count {
            for chunk in [1, 1 << 18] { #expect(xmlProblem(Array(whole[..<length]), chunk: chunk) != nil) }
        }
    }

    @Test(arguments: [("UTF-8", 0xE9), ("US-ASCII", 0xE9), ("windows-1252", 0x81)] as [(String, UInt8)])
    func `bytes that the encoding does not have are refused with their offset`(name: String, byte: UInt8) {
        let start = Array("<?xml version='1.0' encoding='\(name)'?><a>".utf8)
        let document = start + [byte] + Array("</a>".utf8)
        for chunk in XMLReaderTests.chunks {
            let problem = xmlProblem(document, chunk: chunk)
            #expect(problem?.id.hasPrefix("text.invalid") == true)
            #expect(problem?.byteOffset == Int64(start.count))
        }
    }
}
