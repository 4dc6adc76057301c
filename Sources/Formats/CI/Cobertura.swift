internal import Model
internal import Streams

/// Cobertura's XML, which most languages' coverage tools can write; counted from its lines.
struct Cobertura: EvidenceFormat {
    let id = "cobertura"
    let title = "Cobertura coverage report"
    let producedBy = ["coverage xml", "nyc --reporter=cobertura", "dotnet test --collect:\"XPlat Code Coverage\""]
    let facts: [FactKind] = [.coverage]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let root = preamble.xml, root.name == "coverage", root.attributes["line-rate"] != nil else { return nil }
        return Recognition(dialect: id, because: "its root element is `coverage` with `line-rate`")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let handler = CoberturaHandler()
        try XMLReader.read(source, handler: handler)
        var coverage = handler.lines.coverage(line: handler.line)
        (coverage.declaredCovered, coverage.declaredValid) = (handler.declaredCovered, handler.declaredValid)
        try emit(.coverage(coverage))
        return Reading()
    }
}

/// The walk through `class` elements. Their lines count; those of their methods, which Istanbul lists apart, only where a
/// class has no others.
private final class CoberturaHandler: XMLHandler {
    private(set) var lines = CoverageLines()
    private(set) var declaredCovered: Int?
    private(set) var declaredValid: Int?
    private(set) var line = 1
    private var level = 0
    private var file: UInt64?
    private var classLevel = 0
    private var hasOwnLines = false
    private var methodLines = CoverageLines()

    func start(_ element: XMLElement) throws {
        level += 1
        if level == 1 {
            line = element.line
            declaredCovered = element.attribute("lines-covered")?.trimmed.int
            declaredValid = element.attribute("lines-valid")?.trimmed.int
        } else if element.name == "class" {
            (file, classLevel) = ((element.attribute("filename") ?? element.attribute("name"))?.hash, level)
            hasOwnLines = false
        } else if element.name == "line", let file {
            let number = element.attribute("number") ?? .empty
            let hits = element.attribute("hits") ?? .empty
            if level == classLevel + 2 {
                hasOwnLines = true
                try lines.take(file: file, number: number, hits: hits, at: element.line)
            } else {
                try methodLines.take(file: file, number: number, hits: hits, at: element.line)
            }
        }
    }

    func text(_ bytes: Bytes) throws {}

    func end(_ name: Bytes, line: Int) throws {
        if level == classLevel {
            if !methodLines.isEmpty {
                if !hasOwnLines { lines.add(methodLines) }
                methodLines = CoverageLines()
            }
            (file, classLevel) = (nil, 0)
        }
        level -= 1
    }
}
