import Model

extension PackBuilder {
    /// The pack with people, sign-offs that came in, and sheets, for the forms.
    var formPack: Pack {
        let bare = pack
        var release = bare.release
        let roles = ["security", "qa"].map { text($0) }
        release.people = roles.enumerated().map { index, role in
            Release.Person(
                id: text("ana\(index)"), name: text("Ana Ruiz"), roles: [role],
                accounts: Dictionary([(text("jira"), text("aruiz")), (text("github"), text("ana-ruiz"))]) { first, _ in
                    first
                },
                keys: [text("ana@example.com")])
        }
        var pack = Pack(
            release: release, checklistTitle: bare.checklistTitle, at: bare.at, toolVersion: bare.toolVersion,
            gates: bare.gates, items: bare.items, waivers: bare.waivers, evidence: bare.evidence,
            configuration: bare.configuration, problems: bare.problems)
        let ids = ["pre.ci", "pre.audit", "deploy.plan", "rollback.state"]
        for role in roles {
            for kind in SignOff.Kind.allCases {
                let items = pack.items.filter { ids.contains($0.id) }
                let signable = items.filter { kind == .ready || $0.judgement.proof != nil }
                let form = SignOffForm(
                    signable, kind: kind, role: role, release: release.tag, id: text("form-1a2b3c4d5e6f7a8b"))
                pack.sheets.append(
                    SignOffSheet(
                        gate: "apply", role: role, kind: kind, assurance: .ticket, items: ids, forms: [form, form]))
                pack.signOffs += outcomes(of: form)
            }
        }
        return pack
    }

    private func outcomes(of form: SignOffForm) -> [SignOffAssessment] {
        func submitted(
            _ decision: SignOff.Decision, _ outcome: (String) -> SignOffAssessment.Outcome, _ refusal: String?
        )
            -> SignOffAssessment
        {
            let signOff = form.signOff(by: text("ana"), decision: decision, at: Self.at, note: text("looked at it"))
            return SignOffAssessment(
                signOff: signOff, assurance: .file, place: Place(text("signoffs/a.md"), line: 1),
                identity: text("aruiz"),
                outcomes: Dictionary(form.items.map { ($0, outcome($0)) }) { first, _ in first }, refusal: refusal,
                remark: text("the export cannot show edits"))
        }
        let why = text("the comment was edited")
        return [
            submitted(.approve, { _ in .counts }, nil), submitted(.reject, { _ in .counts }, nil),
            submitted(.approve, { _ in .stale(why) }, nil), submitted(.approve, { _ in .refused(why) }, why),
        ]
    }
}
