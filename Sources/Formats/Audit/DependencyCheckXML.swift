internal import Model
internal import Streams

/// A listener to dependency-check's XML, which has the same parts as its JSON by other names.
final class DependencyCheckXML: XMLHandler {
    private(set) var report = DependencyCheckReport()
    private let emit: (Fact) throws -> Void
    private var path: [String] = []
    private var text: [UInt8] = []
    private var fileName = ""
    private var package: String?
    private var finding: DependencyCheckFinding?
    private var line = 0
    private var source = ""

    init(_ emit: @escaping (Fact) throws -> Void) { self.emit = emit }

    func start(_ element: borrowing XMLElement) throws {
        let name = element.name.string
        path.append(name)
        text.removeAll(keepingCapacity: true)
        switch (name, path.count) {
        case ("scanInfo", 2): report.hasScan = true
        case ("exception", 4) where path[2] == "analysisExceptions": report.exceptions.append("no message given")
        case ("dependencies", 2): report.dependencies = 0
        case ("dependency", 3):
            report.dependencies = (report.dependencies ?? 0) + 1
            (fileName, package) = ("", nil)
        case ("vulnerability", 5), ("suppressedVulnerability", 5):
            finding = DependencyCheckFinding(name: "", isSuppressed: name == "suppressedVulnerability")
            line = element.line
        default: break
        }
    }

    func text(_ bytes: Bytes) throws {
        if text.count < 10_000 { text.append(contentsOf: bytes.buffer) }
    }

    func end(_ name: Bytes, line: Int) throws {
        let value = text.withUnsafeBufferPointer { Bytes($0).trimmed.string }
        let place = path.dropFirst().joined(separator: "/")
        path.removeLast()
        text.removeAll(keepingCapacity: true)
        let vulnerability = "dependencies/dependency/vulnerabilities/"
        guard place.utf8.starts(with: vulnerability.utf8) else { return outside(place, value) }
        let field = place.split(separator: "/").dropFirst(4).joined(separator: "/")
        switch field {
        case "": try close()
        case "name": finding?.name = value
        case "severity", "cvssV3/baseSeverity": finding?.words.append(value)
        case "cvssV3/baseScore", "cvssV4/baseScore": finding?.scores.append(value)
        case "cvssV2/score": finding?.oldScore = value
        case "description": finding?.title = value
        default: break
        }
    }

    private func outside(_ place: String, _ value: String) {
        switch place {
        case "scanInfo/analysisExceptions/exception/message": report.exceptions[report.exceptions.count - 1] = value
        case "scanInfo/dataSource/name": source = value
        case "scanInfo/dataSource/timestamp": report.sources.append((source, value))
        case "projectInfo/reportDate": report.date = value
        case "dependencies/dependency/fileName": fileName = value
        case "dependencies/dependency/identifiers/package/id": package = package ?? value
        default: break
        }
    }

    private func close() throws {
        guard let done = finding else { return }
        finding = nil
        try report.take(done, in: package ?? fileName, line: line, pointer: nil, emit)
    }
}
