import Model
import Templates

/// One row of the table of inputs.
struct EvidenceView: TemplateContext {
    let file: EvidenceFile

    static let fields: [TemplateField<EvidenceView>] = [
        .text("path") { $0.file.path },
        .fragment("fileLink") { Fragment("file-" + $0.file.path) },
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
