internal import Model
internal import Streams

/// Clover's XML, which PHPUnit and Istanbul write too; counted from the statements and conditions of `project`.
struct Clover: EvidenceFormat {
    let id = "clover"
    let title = "Clover coverage report"
    let producedBy = ["phpunit --coverage-clover clover.xml", "nyc --reporter=clover"]
    let facts: [FactKind] = [.coverage]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let root = preamble.xml, root.name == "coverage", root.attributes["line-rate"] == nil,
            root.children.contains("project")
        else { return nil }
        return Recognition(dialect: id, because: "its root element is `coverage` with `project`")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let handler = CloverHandler()
        try XMLReader.read(source, handler: handler)
        try emit(.coverage(handler.coverage))
        return Reading()
    }
}

/// The walk; `testproject`, a sibling of `project`, is about the tests' own code and does not count.
private final class CloverHandler: XMLHandler {
    private(set) var coverage = Coverage(covered: 0, valid: 0, line: 1)
    private var level = 0
    private var isInProject = false

    func start(_ element: XMLElement) throws {
        level += 1
        if level == 2 { isInProject = element.name == "project" }
        guard isInProject else { return }
        switch element.name {
        case "metrics" where level == 3:
            coverage.declaredValid = element.attribute("statements")?.trimmed.int
            coverage.declaredCovered = element.attribute("coveredstatements")?.trimmed.int
        case "line":
            if let type = element.attribute("type"), type == "method" { return }
            guard let count = element.attribute("count").flatMap({ DecimalText($0.trimmed) }), count.mantissa >= 0
            else {
                throw StreamProblem(
                    id: "coverage.bad-count", message: "a line has no `count` that could be read",
                    advice: "A count cannot be guessed: collect the report again.", line: element.line)
            }
            coverage.valid += 1
            if count.mantissa > 0 { coverage.covered += 1 }
        default: break
        }
    }

    func text(_ bytes: Bytes) throws {}

    func end(_ name: Bytes, line: Int) throws { level -= 1 }
}
