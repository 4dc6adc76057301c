import Model
import Templates

/// The items of one kind on a role's sheet: those that can be signed, and those whose evidence nobody can accept yet.
struct SheetPart: TemplateContext {
    let sheet: SignOffSheet
    let items: [SheetItem]
    let waiting: [SheetItem]
    /// What the codes of its forms begin with: `v1.50.3|9b07…|`.
    let code: String

    init(_ sheet: SignOffSheet, of pack: Pack, packDigest: String) {
        self.sheet = sheet
        code = "\(pack.release.tag)|\(packDigest)|"
        let all = sheet.items.compactMap { id in pack.items.first { $0.id == id } }.map {
            SheetItem($0, on: sheet, of: pack)
        }
        items = all.filter(\.isAcceptable)
        waiting = all.filter { !$0.isAcceptable }
    }

    private var statement: String {
        switch sheet.kind {
        case .ready: "I own these steps; their procedure and inputs are in place. Their evidence comes later."
        case .done: "I have looked at the evidence of these items and accept it."
        }
    }

    static let fields: [TemplateField<SheetPart>] = [
        .word("kind") { $0.sheet.kind.rawValue },
        .word("kindTitle") { $0.sheet.kind == .done ? "Done" : "Ready" },
        .word("statement") { $0.statement },
        .flag("hasItems") { !$0.items.isEmpty },
        .list("items") { $0.items },
        .list("waiting") { $0.waiting },
        .list("forms") { part in
            part.sheet.forms.enumerated().map {
                FormView(form: $1, number: $0 + 1, total: part.sheet.forms.count, code: part.code)
            }
        },
    ]
}

/// One item as its signer sees it.
struct SheetItem: TemplateContext {
    let item: ItemAssessment
    let kind: SignOff.Kind
    let isOpen: Bool
    let isAcceptable: Bool
    let risks: [RiskLine]
    let answers: [SignOffRow]

    init(_ item: ItemAssessment, on sheet: SignOffSheet, of pack: Pack) {
        self.item = item
        kind = sheet.kind
        isOpen = sheet.forms.contains { $0.items.contains(item.id) }
        isAcceptable = sheet.kind == .ready || item.judgement.proof != nil
        risks = sheet.kind == .done ? RiskLine.risks(of: item, in: pack) : []
        answers = SignOffRow.rows(of: pack).filter { row in
            row.assessment.signOff?.kind == sheet.kind && row.assessment.signOff?.role == sheet.role
                && row.items.contains(item.id)
        }
    }

    var digest: String { kind == .done ? item.digest : item.readyDigest }

    static let fields: [TemplateField<SheetItem>] = [
        .text("itemId") { $0.item.id },
        .list("textRuns") { TextRun.runs(of: $0.item.text) },
        .text("itemText") { $0.item.text },
        .html("mark") { VerdictMark.html($0.item.verdict) },
        .word("verdict") { $0.item.verdict.word },
        .flag("isOpen") { $0.isOpen },
        .list("risks") { $0.risks },
        .list("answers") { $0.answers },
        .text("why") { $0.item.decisive?.message ?? "nothing was read that could settle it" },
        .text("whatNext") { $0.item.decisive?.next ?? $0.item.next },
        .text("digest") { $0.digest },
        .text("digestShort") { shortDigest($0.digest) },
        .text("digestGroups") { groupedDigest($0.digest) },
    ]
}

/// A risk that stays with whoever accepts an item.
struct RiskLine: TemplateContext {
    let text: String

    static let fields: [TemplateField<RiskLine>] = [.text("risk") { $0.text }]

    /// Warnings, findings of checks that do not count, waivers in force, and evidence that one signer made alone.
    static func risks(of item: ItemAssessment, in pack: Pack) -> [RiskLine] {
        let findings = item.checks.flatMap { check in
            check.findings.filter { finding in
                finding.verdict == .warn || !check.isGating && ![.pass, .notApplicable].contains(finding.verdict)
            }.map { "\($0.verdict.word): \($0.message)" }
        }
        let waivers = pack.waivers.compactMap { assessment -> String? in
            guard assessment.state == .used, let waiver = assessment.waiver, waiver.item == item.id else { return nil }
            return "Waived by \(waiver.id) (\(waiver.check)): \(waiver.reason) Risk owner \(waiver.riskOwner), "
                + "until \(spelledTime(waiver.until))."
        }
        let files = Set(item.checks.flatMap(\.evidence))
        let authors = Set(pack.evidence.filter { files.contains($0.path) }.compactMap(\.subject.by)).sorted()
        let made = authors.filter { author in pack.release.people.contains { $0.id == author } }.map {
            "\($0) made evidence of it, and cannot be the only one to accept it."
        }
        return (waivers + findings + made).map { RiskLine(text: $0) }
    }
}

/// A block to fill in.
struct FormView: TemplateContext {
    let form: SignOffForm
    let number: Int
    let total: Int
    let code: String

    private var name: String { form.id ?? "\(form.role)-\(form.kind.rawValue)" }

    /// `signoff-security-done-1a2b3c4d.md`
    private var file: String {
        let digits = name.utf8.suffix(16).prefix(8)
        return "signoff-\(form.role)-\(form.kind.rawValue)-\(String(decoding: Array(digits), as: UTF8.self)).md"
    }

    static let fields: [TemplateField<FormView>] = [
        .block("block") { $0.form.text() },
        .text("formId") { $0.name },
        .fragment("formName") { Fragment("form-" + $0.name) },
        .text("fileName") { $0.file },
        .html("qr") { QRPicture.html(of: $0.code + $0.name) },
        .word("copy") { $0.total > 1 ? "Signature \($0.number) of \($0.total)" : "" },
    ]
}
