import Model
import Templates

/// Everything that the templates of the sign-off forms may print.
struct SignOffForms: TemplateContext {
    let pack: Pack
    let packDigest: String
    let styleHash: String
    let scriptHash: String
    let sheets: [RoleSheet]

    init(_ pack: Pack, packDigest: String, styleHash: String, scriptHash: String) {
        self.pack = pack
        self.packDigest = packDigest
        self.styleHash = styleHash
        self.scriptHash = scriptHash
        var roles: [String] = []
        for sheet in pack.sheets where !roles.contains(sheet.role) { roles.append(sheet.role) }
        sheets = roles.map { role in
            RoleSheet(role, pack.sheets.filter { $0.role == role }, of: pack, packDigest: packDigest)
        }
    }

    private var gate: SignOffSheet? { pack.sheets.first }
    private var plans: [String] { Set(pack.items.compactMap(\.plan)).sorted() }

    static let fields: [TemplateField<SignOffForms>] = [
        .word("styleHash") { $0.styleHash },
        .word("scriptHash") { $0.scriptHash },
        .text("templateNotice") { $0.pack.templateNotice },
        .text("tag") { $0.pack.release.tag },
        .text("commit") { $0.pack.release.commit },
        .text("from") { $0.pack.release.environment.from },
        .text("to") { $0.pack.release.environment.to },
        .text("ticket") { $0.pack.release.ticket },
        .word("at") { spelledTime($0.pack.at) },
        .text("gateId") { $0.gate?.gate ?? "" },
        .word("assurance") { $0.gate?.assurance.words ?? "" },
        .text("packDigest") { $0.packDigest },
        .text("packGroups") { groupedDigest($0.packDigest) },
        .list("plans") { $0.plans.map(DigestLine.init) },
        .list("roles") { $0.sheets },
        .flag("isWaiting") { $0.sheets.contains { $0.formCount > 0 } },
    ]
}

/// A digest that stands for itself.
struct DigestLine: TemplateContext {
    let digest: String

    static let fields: [TemplateField<DigestLine>] = [
        .text("planDigest") { $0.digest },
        .text("planGroups") { groupedDigest($0.digest) },
    ]
}

/// What one role signs for the gate.
struct RoleSheet: TemplateContext {
    let role: String
    let people: [Release.Person]
    let parts: [SheetPart]

    init(_ role: String, _ sheets: [SignOffSheet], of pack: Pack, packDigest: String) {
        self.role = role
        people = pack.release.people.filter { $0.roles.contains(role) }
        parts = sheets.map { SheetPart($0, of: pack, packDigest: packDigest) }
    }

    var formCount: Int { parts.reduce(0) { $0 + $1.sheet.forms.count } }

    private var summary: String {
        let waiting = parts.reduce(0) { $0 + $1.waiting.count }
        let open = Set(
            parts.flatMap { part in part.sheet.forms.flatMap { $0.items.map { "\(part.sheet.kind) \($0)" } } })
        var words: [String] = []
        if !open.isEmpty { words.append("\(open.count) to sign") }
        if waiting > 0 { words.append("\(waiting) not yet acceptable") }
        return words.isEmpty ? "nothing left to sign" : words.joined(separator: ", ")
    }

    static let fields: [TemplateField<RoleSheet>] = [
        .text("role") { $0.role },
        .fragment("roleLink") { Fragment("role-" + $0.role) },
        .word("roleSummary") { $0.summary },
        .list("people") { $0.people.map(PersonView.init) },
        .list("parts") { $0.parts },
    ]
}

/// Somebody who may sign.
struct PersonView: TemplateContext {
    let person: Release.Person

    static let fields: [TemplateField<PersonView>] = [
        .text("personId") { $0.person.id },
        .text("personName") { $0.person.name },
        .text("accounts") { view in
            view.person.accounts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        },
    ]
}

extension GateRule.Assurance {
    /// What a sign-off has to come by.
    var words: String {
        switch self {
        case .file: "a file, a comment of the ticket, or a signature"
        case .ticket: "a comment of the ticket by the very person, or a file with an SSH signature"
        case .signature: "a file with an SSH signature"
        }
    }
}

/// In groups of four digits, which an eye can compare.
func groupedDigest(_ digest: String) -> String {
    var out: [UInt8] = []
    for (index, digit) in digest.utf8.enumerated() {
        if index > 0, index.isMultiple(of: 4) { out.append(UInt8(ascii: " ")) }
        out.append(digit)
    }
    return String(decoding: out, as: UTF8.self)
}
