import Model
import Templates

/// The whole runbook: what is missing first, then the steps in the order in which a rollback takes them.
struct RunbookPage: TemplateContext {
    let pack: Pack
    let steps: [RunbookStep]

    init(_ pack: Pack) {
        self.pack = pack
        steps = RunbookSteps(pack).all
    }

    private var missing: [MissingValue] {
        steps.flatMap { step in
            step.values.filter { $0.value == nil }.map { line in
                MissingValue(name: line.name, item: line.key == nil ? step.item : nil, key: line.key)
            }
        }
    }

    static let fields: [TemplateField<RunbookPage>] = [
        .text("tag") { $0.pack.release.tag },
        .text("to") { $0.pack.release.environment.to },
        .text("ticket") { $0.pack.release.ticket },
        .text("commit") { $0.pack.release.commit },
        .word("at") { spelledTime($0.pack.at) },
        .flag("isIncomplete") { !$0.missing.isEmpty },
        .number("missingCount") { $0.missing.count },
        .list("missing") { $0.missing },
        .list("steps") { $0.steps },
        .text("templateNotice") { $0.pack.templateNotice },
    ]
}

/// A value that no evidence gave.
struct MissingValue: TemplateContext {
    let name: String
    /// The item whose evidence should give it; `nil` for a value of release.yml.
    let item: ItemAssessment?
    /// The key of release.yml that should hold it.
    let key: String?

    static let fields: [TemplateField<MissingValue>] = [
        .text("missingName") { $0.name },
        .text("missingItem") { $0.item?.id ?? "release.yml" },
        .word("missingVerdict") { $0.item?.verdict.word ?? "incomplete" },
        .text("missingNext") { $0.item?.next ?? "add \($0.key ?? "it") to release.yml" },
    ]
}

/// One step of the runbook.
struct RunbookStep: TemplateContext {
    var number = 0
    let title: String
    let purpose: String
    /// The item that proves its readiness.
    let item: ItemAssessment?
    let values: [RunbookLine]
    let commands: [RunbookCommand]

    static let fields: [TemplateField<RunbookStep>] = [
        .number("stepNumber") { $0.number },
        .word("stepTitle") { $0.title },
        .word("stepPurpose") { $0.purpose },
        .text("stepItem") { $0.item?.id ?? "" },
        .word("stepVerdict") { $0.item?.verdict.word ?? "" },
        .flag("hasValues") { !$0.values.isEmpty },
        .list("values") { $0.values },
        .list("commands") { $0.commands },
    ]
}

/// A value with the place where it stands.
struct RunbookLine: TemplateContext {
    let name: String
    /// `nil` when no evidence gives it.
    let value: String?
    var place: Place?
    /// The key of release.yml that holds it, if it is none of the evidence's.
    var key: String?

    static let fields: [TemplateField<RunbookLine>] = [
        .text("valueName") { $0.name },
        .flag("isKnown") { $0.value != nil },
        .text("value") { $0.value ?? "" },
        .text("valuePlace") { $0.place?.description ?? ($0.key.map { "release.yml, \($0)" } ?? "") },
    ]
}

/// A command, as it is to be typed.
struct RunbookCommand: TemplateContext {
    let purpose: String
    /// `nil` when a value that it needs is missing.
    let command: String?

    static let fields: [TemplateField<RunbookCommand>] = [
        .word("commandPurpose") { $0.purpose },
        .text("command") { $0.command ?? "" },
    ]
}
