internal import Model
internal import Streams

/// JaCoCo's XML, and Kover's, which is the same; counted from the lines of its source files.
struct JaCoCo: EvidenceFormat {
    let id = "jacoco"
    let title = "JaCoCo or Kover coverage report"
    let producedBy = ["mvn jacoco:report", "gradle jacocoTestReport", "gradle koverXmlReport"]
    let facts: [FactKind] = [.coverage]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let root = preamble.xml, root.name == "report", root.attributes["name"] != nil,
            let part = ["sessioninfo", "group", "package", "counter"].first(where: root.children.contains)
        else { return nil }
        return Recognition(dialect: id, because: "its root element is `report` with `\(part)`")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let handler = JaCoCoHandler()
        try XMLReader.read(source, handler: handler)
        try emit(.coverage(handler.coverage))
        return Reading()
    }
}

/// The walk: a line is covered when at least one of its instructions is, as JaCoCo's own LINE counter has it.
private final class JaCoCoHandler: XMLHandler {
    private(set) var coverage = Coverage(covered: 0, valid: 0, line: 1)
    private var level = 0
    private var isInSource = false

    func start(_ element: XMLElement) throws {
        level += 1
        switch element.name {
        case "sourcefile": isInSource = true
        case "line" where isInSource:
            let (missed, covered) = (try count("mi", element), try count("ci", element))
            if missed > 0 || covered > 0 { coverage.valid += 1 }
            if covered > 0 { coverage.covered += 1 }
        case "counter" where level == 2:
            guard let type = element.attribute("type"), type == "LINE" else { return }
            let (missed, covered) = (try count("missed", element), try count("covered", element))
            coverage.declaredCovered = covered
            coverage.declaredValid = missed.addingReportingOverflow(covered).partialValue
        default: break
        }
    }

    func text(_ bytes: Bytes) throws {}

    func end(_ name: Bytes, line: Int) throws {
        if name == "sourcefile" { isInSource = false }
        level -= 1
    }

    private func count(_ name: StaticString, _ element: XMLElement) throws -> Int {
        guard let value = element.attribute(name)?.trimmed.int, value >= 0 else {
            throw StreamProblem(
                id: "coverage.bad-count", message: "`\(element.name.string)` has no `\(name)` that is a whole number",
                advice: "A count cannot be guessed: collect the report again.", line: element.line)
        }
        return value
    }
}
