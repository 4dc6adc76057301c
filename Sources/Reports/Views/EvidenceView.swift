import Model
import Templates

/// One row of the table of inputs.
struct EvidenceView: TemplateContext {
    let file: EvidenceFile
    /// What is declared beside it in `NAME.meta.yml`.
    var sidecar: EvidenceFile?
    var anchor: Fragment?

    static let fields: [TemplateField<EvidenceView>] = [
        .text("path") { $0.file.path },
        .fragment("fileLink") { $0.anchor ?? Fragment("ev") },
        .text("origin") { $0.file.origin },
        .text("sidecarDigest") { view in view.sidecar.map { shortDigest($0.sha256) } ?? "" },
        .text("notes") { $0.file.notes.joined(separator: "; ") },
        .text("format") { $0.file.format ?? "not recognised" },
        .word("state") { $0.file.state.rawValue },
        .flag("isPresent") { $0.file.state == .present },
        .text("stateReason") { $0.file.reason?.message ?? "" },
        .flag("isUsed") { $0.file.isUsed },
        .text("sha256") { $0.file.sha256 },
        .text("sha256Short") { shortDigest($0.file.sha256) },
        .text("bytes") { spelledBytes($0.file.bytes) },
        .word("collected") { $0.file.collected.map(spelledTime) ?? "" },
        .word("provenance") { $0.file.provenance.rawValue },
        .text("command") { $0.file.subject.command ?? "" },
    ]

    static let suffix = ".meta.yml"

    /// A row a file, at most so many; a sidecar that is in order stands with the file that it is about.
    static func rows(of files: [EvidenceFile], in index: PageIndex, most: Int = .max) -> [EvidenceView] {
        let subjects = files.filter { file in
            !(file.path.hasSuffix(suffix) && file.state == .present
                && index[String(file.path.dropLast(suffix.utf8.count))] != nil)
        }
        return subjects.prefix(most).map { file in
            let sidecar = index[file.path + suffix].flatMap { $0.state == .present ? $0 : nil }
            return EvidenceView(file: file, sidecar: sidecar, anchor: index.anchor(of: file.path))
        }
    }
}

/// One configuration file with its digest.
struct ConfigurationView: TemplateContext {
    let file: ConfigurationFile

    static let fields: [TemplateField<ConfigurationView>] = [
        .text("configurationPath") { $0.file.path },
        .text("configurationDigest") { $0.file.sha256 },
        .text("configurationBytes") { spelledBytes($0.file.bytes) },
    ]
}

/// A diagnostic that concerns no single item.
struct ProblemView: TemplateContext {
    let problem: Problem

    static let fields: [TemplateField<ProblemView>] = [
        .text("problemId") { $0.problem.id },
        .text("problemPlace") { $0.problem.place.description },
        .text("problemMessage") { $0.problem.message },
        .text("problemAdvice") { $0.problem.advice },
    ]
}
