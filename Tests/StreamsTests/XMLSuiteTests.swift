import Testing

@testable import Streams

/// The W3C conformance suite, unpacked into a temporary folder.
private struct Suite: Sendable {
    struct Case: Sendable {
        var path: String
        var type: String
        var attributes: [String: String]
        var bytes: [UInt8]
    }

    let cases: [Case]

    static let shared: Suite = {
        let folder = TemporaryFolder()
        _ = runProgram(["unzip", "-qo", Corpus.root + "/suites/xmlts20130923.zip", "-d", folder.path])
        var cases: [Case] = []
        withExtendedLifetime(folder) { Suite.collect(folder.path + "/xmlconf", into: &cases) }
        return Suite(cases: cases)
    }()

    private static func collect(_ folder: String, into cases: inout [Case]) {
        for name in listing(folder) {
            let path = folder + "/" + name
            if name.utf8.count < 5 || !name.hasSuffix(".xml") {
                collect(path, into: &cases)
                continue
            }
            let text = contents(path)
            text.withUnsafeBufferPointer { buffer in
                let catalog = Bytes(buffer)
                var from = 0
                while let start = catalog.firstRange(of: "<TEST ", from: from) {
                    let end = catalog.firstIndex(of: UInt8(ascii: ">"), from: start.upperBound) ?? catalog.count
                    from = end
                    var scanner = XMLShapeScanner(Array(text[start.lowerBound...min(end, text.count - 1)]))
                    guard let shape = scanner.shape(), let uri = shape.attributes["URI"] else { continue }
                    cases.append(
                        Case(
                            path: uri, type: shape.attributes["TYPE"] ?? "", attributes: shape.attributes,
                            bytes: contents(folder + "/" + uri)))
                }
            }
        }
    }
}

extension Suite.Case {
    /// The text without the zero bytes that UTF-16 has, to look for markup in.
    private func contains(_ word: StaticString) -> Bool {
        bytes.filter { $0 != 0 }.withUnsafeBufferPointer { Bytes($0).contains(word) }
    }

    var hasDocumentType: Bool { contains("<!DOCTYPE") }
    var declaresSomething: Bool {
        let plain = bytes.filter { $0 != 0 }
        return plain.withUnsafeBufferPointer { buffer in
            let text = Bytes(buffer)
            if text.contains("<!ENTITY") { return true }
            guard let type = text.firstRange(of: "<!DOCTYPE") else { return false }
            let end = text.firstIndex(of: UInt8(ascii: ">"), from: type.upperBound) ?? text.count
            return text[type.upperBound..<end].firstIndex(of: UInt8(ascii: "[")) != nil
        }
    }
    /// Of XML 1.0 in its fifth edition, which allows names that the first four did not.
    var isInScope: Bool {
        attributes["VERSION"] != "1.1" && attributes["RECOMMENDATION"] != "NS1.1"
            && attributes["EDITION"].map { $0.hasSuffix("5") } ?? true
    }
}

@Suite(
    .enabled(if: Corpus.isPresent, Comment(rawValue: Corpus.absence)),
    .enabled(if: isInstalled("unzip"), "unzip is not installed"))
struct XMLSuiteTests {
    @Test func `every document that is not well formed is refused`() {
        let bad = Suite.shared.cases.filter { $0.type == "not-wf" && !$0.hasDocumentType && $0.isInScope }
        #expect(bad.count >= 238)
        for test in bad { #expect(xmlProblem(test.bytes) != nil, "\(test.path)") }
    }

    @Test func `every document whose type declares something is refused`() {
        // `p16pass1.xml` has the words in a processing instruction.
        let declaring = Suite.shared.cases.filter { $0.declaresSomething && !$0.path.hasSuffix("p16pass1.xml") }
        #expect(declaring.count > 1_500)
        for test in declaring { #expect(xmlProblem(test.bytes) != nil, "\(test.path)") }
    }

    @Test func `well formed documents without a document type are read`() {
        let good = Suite.shared.cases.filter {
            ["valid", "invalid"].contains($0.type) && !$0.hasDocumentType && $0.isInScope
        }
        #expect(good.count >= 40)
        for test in good {
            // Namespace errors are errors here, and names that only the fifth edition allows are for libxml2 to know.
            guard test.attributes["NAMESPACE"] != "no" else { continue }
            #expect(xmlProblem(test.bytes) == nil, "\(test.path)")
        }
    }

    @Test func `nothing outside a document is ever asked for`() {
        for test in Suite.shared.cases { #expect(xmlProblem(test.bytes)?.id != "xml.external-entity", "\(test.path)") }
    }

    @Test func `chunks decide neither whether a document is refused nor what it tells`() {
        for test in Suite.shared.cases where !test.hasDocumentType {
            let whole = try? readXML(test.bytes)
            for chunk in [1, 3] { #expect((try? readXML(test.bytes, chunk: chunk)) == whole, "\(test.path)") }
        }
    }
}

/// Ill-formed inputs of libxml2's own tests.
@Suite(.enabled(if: Corpus.isPresent, Comment(rawValue: Corpus.absence)))
struct LibXML2ErrorTests {
    static let names = Corpus.names(in: "suites/libxml2-errors").filter { $0.hasSuffix(".xml") }

    @Test(arguments: names)
    func `each is refused`(name: String) {
        #expect(xmlProblem(Corpus.bytes("suites/libxml2-errors/" + name)) != nil)
    }
}
