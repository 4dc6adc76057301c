internal import Model
internal import Streams

/// The report of OWASP dependency-check, as JSON or XML; what it suppressed is noted, and an exception of an analyser is a gap.
struct DependencyCheck: EvidenceFormat {
    let id = "dependency-check"
    let title = "OWASP dependency-check report"
    let producedBy = ["dependency-check.sh --scan . --format JSON", "dependency-check.sh --scan . --format XML"]
    let facts: [FactKind] = [.advisory, .auditTotals, .gap]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        if let json = preamble.json, json.has("reportSchema"), json.has("scanInfo") || json.has("projectInfo") {
            return Recognition(dialect: "dependency-check/json", because: "`reportSchema` and `scanInfo`")
        }
        guard let xml = preamble.xml, xml.name == "analysis", let namespace = xml.namespace,
            namespace.lowercased().hasPrefix("https://jeremylong.github.io/dependencycheck/")
        else { return nil }
        return Recognition(dialect: "dependency-check/xml", because: "its namespace is dependency-check's")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        var report = DependencyCheckReport()
        if dialect == "dependency-check/xml" {
            report = try withoutActuallyEscaping(emit) { emit in
                let scan = DependencyCheckXML(emit)
                try XMLReader.read(source, handler: scan)
                return scan.report
            }
        } else {
            try read(JSONReader(source), &report, emit)
        }
        return try report.finish(title, emit)
    }

    private func read(_ json: JSONReader, _ report: inout DependencyCheckReport, _ emit: (Fact) throws -> Void) throws {
        try json.object { key in
            switch key {
            case "scanInfo":
                report.hasScan = true
                let scan = try json.value()
                for row in scan["analysisExceptions"]?.elements ?? [] {
                    report.exceptions.append(row["exception"]?["message"]?.string ?? "no message given")
                }
                for row in scan["dataSource"]?.elements ?? [] {
                    report.sources.append((row["name"]?.string ?? "", row["timestamp"]?.string ?? ""))
                }
            case "projectInfo":
                try json.object { key in if key == "reportDate" { report.date = try json.optionalString() } }
            case "dependencies":
                report.dependencies = 0
                try json.array { index in
                    report.dependencies = index + 1
                    try dependency(json, &report, emit)
                }
            default: break
            }
        }
        try json.end()
    }

    private func dependency(
        _ json: JSONReader, _ report: inout DependencyCheckReport, _ emit: (Fact) throws -> Void
    ) throws {
        var name = ""
        var package: String?
        var found: [(DependencyCheckFinding, line: Int, pointer: String)] = []
        try json.object { key in
            switch key {
            case "fileName": name = try json.string()
            case "packages":
                try json.elements { _ in
                    let id = try json.value()["id"]?.string
                    package = package ?? id
                }
            case "vulnerabilities", "suppressedVulnerabilities":
                let isSuppressed = key == "suppressedVulnerabilities"
                try json.elements { _ in
                    let (line, pointer) = (json.line, json.pointer)
                    let row = try json.value()
                    var finding = DependencyCheckFinding(name: row["name"]?.string ?? "", isSuppressed: isSuppressed)
                    finding.words = [row["severity"]?.string, row["cvssv3"]?["baseSeverity"]?.string]
                    finding.scores = ["cvssv3", "cvssv4"].map {
                        row[$0]?["baseScore"]?.number ?? row[$0]?["baseScore"]?.string
                    }
                    finding.oldScore = row["cvssv2"]?["score"]?.number ?? row["cvssv2"]?["score"]?.string
                    finding.title = row["description"]?.string ?? ""
                    found.append((finding, line, pointer))
                }
            default: break
            }
        }
        for (finding, line, pointer) in found {
            try report.take(finding, in: package ?? name, line: line, pointer: pointer, emit)
        }
    }
}
