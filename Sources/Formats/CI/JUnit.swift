internal import Model
internal import Streams

/// A test report in the JUnit family of XML dialects; what counts are its `testcase` elements (FORMATS-CI.md §1).
struct JUnit: EvidenceFormat {
    let id = "junit"
    let title = "JUnit XML test report"
    let producedBy = [
        "mvn verify", "gradle test", "pytest --junitxml=r.xml", "jest --ci --reporters=jest-junit",
        "swift test --parallel --xunit-output r.xml",
    ]
    let facts: [FactKind] = [.testSuite, .testCase, .testProperty]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let root = preamble.xml, root.name == "testsuites" || root.name == "testsuite" else { return nil }
        return Recognition(dialect: "junit/\(root.name)", because: "its root element is `\(root.name)`")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        try withoutActuallyEscaping(emit) { emit in
            let handler = JUnitHandler(emit)
            try XMLReader.read(source, handler: handler)
            var reading = Reading(producedAt: handler.latestTimestamp)
            // Suites of several commits are about none of them.
            if !handler.commits.isEmpty { reading.subject.commit = handler.commits.sorted().joined(separator: " and ") }
            return reading
        }
    }
}
