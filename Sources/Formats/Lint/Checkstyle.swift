internal import Model
internal import Streams

/// Checkstyle's XML, which many linters write; most list only files with findings.
struct Checkstyle: EvidenceFormat {
    let id = "checkstyle"
    let title = "Checkstyle report"
    let producedBy = ["mvn checkstyle:checkstyle", "swiftlint lint --reporter checkstyle", "phpcs --report=checkstyle"]
    let facts: [FactKind] = [.lintMessage, .lintRun]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard preamble.xml?.name == "checkstyle" else { return nil }
        return Recognition(dialect: id, because: "its root element is `checkstyle`")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        try withoutActuallyEscaping(emit) { emit in
            let handler = CheckstyleHandler(emit)
            try XMLReader.read(source, handler: handler)
            try emit(.lintRun(handler.run))
            return Reading()
        }
    }
}

/// The walk through `checkstyle/file/error`; an `exception` says that the tool failed on a file.
private final class CheckstyleHandler: XMLHandler {
    private static let textBytes = 400

    private let emit: (Fact) throws -> Void
    private(set) var run = LintRun(tool: "Checkstyle", line: 1)
    private var level = 0
    private var file = ""
    private var exception: (line: Int, text: [UInt8])?

    init(_ emit: @escaping (Fact) throws -> Void) { self.emit = emit }

    func start(_ element: XMLElement) throws {
        level += 1
        switch (level, element.name) {
        case (1, "checkstyle"): break
        case (2, "file"):
            file = element.attribute("name")?.string ?? ""
            run.files = (run.files ?? 0) + 1
        case (3, "error"): try emit(.lintMessage(message(element)))
        case (_, "exception"): exception = (element.line, [])
        case (1, _), (2, _), (3, _):
            throw StreamProblem(
                id: "checkstyle.unknown-element", message: "`\(element.name.string)` is no part of a Checkstyle report",
                advice: "Collect the report again from its tool.", line: element.line)
        default: break
        }
    }

    func text(_ bytes: Bytes) throws {
        guard let kept = exception?.text.count else { return }
        exception?.text.append(contentsOf: bytes.prefix(Self.textBytes - kept).buffer)
    }

    func end(_ name: Bytes, line: Int) throws {
        if name == "exception", let (line, text) = exception {
            exception = nil
            let words = text.withUnsafeBufferPointer { Bytes($0).trimmed.string }
            try emit(
                .lintMessage(
                    LintMessage(
                        level: .error, rule: "exception", location: file, text: "the linter failed: \(words)",
                        line: line)))
        }
        level -= 1
    }

    private func message(_ element: XMLElement) -> LintMessage {
        let levels: [String: LintMessage.Level] = [
            "error": .error, "warning": .warning, "info": .note, "ignore": .note,
        ]
        let place = element.attribute("line").map { ":\($0.string)" } ?? ""
        return LintMessage(
            level: element.attribute("severity").flatMap { levels[$0.string] } ?? .unknown,
            rule: element.attribute("source")?.string ?? "", location: file + place,
            text: element.attribute("message")?.string ?? "", line: element.line)
    }
}
