import Testing

@testable import Streams

func withBytes<R>(_ text: String, _ body: (Bytes) throws -> R) rethrows -> R {
    try Array(text.utf8).withUnsafeBufferPointer { try body(Bytes($0)) }
}

@Suite struct BytesTests {
    @Test func `compares with literals without regard to what follows`() {
        withBytes("name") { bytes in
            #expect(bytes == "name")
            #expect(!(bytes == "names"))
            #expect(bytes.hasPrefix("na") && bytes.hasSuffix("me") && bytes.contains("am"))
            #expect(!bytes.hasPrefix("names"))
            switch bytes {
            case "name": break
            default: Issue.record("a literal pattern did not match")
            }
        }
    }

    @Test(arguments: [
        ("0", 0), ("-12", -12), ("9223372036854775807", Int.max), ("-9223372036854775808", Int.min), ("007", 7),
    ])
    func `a decimal integer is read`(text: String, value: Int) {
        #expect(withBytes(text) { $0.int } == value)
    }

    @Test(arguments: ["", "-", "+1", "1e3", "1.0", " 1", "9223372036854775808", "-9223372036854775809", "none"])
    func `what is not a decimal integer is none`(text: String) {
        #expect(withBytes(text) { $0.int } == nil)
    }

    @Test func `the hash depends on every byte and on the length`() {
        let texts = ["", "a", "b", "ab", "a\0", "abcdefgh", "abcdefgi", "abcdefgh\0", "abcdefghabcdefgh"]
        #expect(Set(texts.map { withBytes($0) { $0.hash } }).count == texts.count)
    }

    @Test func `trimming takes white space off both ends only`() {
        #expect(withBytes(" \t a b\r\n") { $0.trimmed.string } == "a b")
        #expect(withBytes(" \n ") { $0.trimmed.isEmpty })
    }

    @Test func `searching honours where it starts`() {
        withBytes("a,b,c") { bytes in
            #expect(bytes.firstIndex(of: UInt8(ascii: ","), from: 2) == 3)
            #expect(bytes.lastIndex(of: UInt8(ascii: ",")) == 3)
            #expect(bytes.firstRange(of: ",b") == 1..<3)
            #expect(bytes.firstRange(of: ",b", from: 2) == nil)
            #expect(bytes.equalsIgnoringASCIICase("A,B,c"))
        }
    }
}
