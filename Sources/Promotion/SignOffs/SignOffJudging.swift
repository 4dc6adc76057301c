import Model
import Sealing

/// Decides for every sign-off that was submitted whether it counts for which items, and where each item stands.
struct SignOffJudging {
    let release: Release
    let allowsManyRoles: Bool
    let subjects: [SignOffSubject]
    let identity: SignOffIdentity
    /// Everything below `evidence/`, by path: scans of signed paper lie there.
    let files: [String: EvidenceFile]

    func assess(_ submitted: [SubmittedSignOff]) -> [SignOffAssessment] {
        let reused = Self.reusedForms(submitted)
        var assessments = submitted.map { assess($0, reused: reused) }
        if !allowsManyRoles { refuseSecondRoles(&assessments) }
        return assessments
    }

    private func assess(_ submitted: SubmittedSignOff, reused: Set<FormUse>) -> SignOffAssessment {
        func made(
            _ signOff: SignOff?, _ outcomes: [String: SignOffAssessment.Outcome], _ refusal: String?, _ remark: String?
        )
            -> SignOffAssessment
        {
            var assessment = SignOffAssessment(
                signOff: signOff, assurance: submitted.assurance, place: submitted.place, identity: submitted.identity,
                outcomes: outcomes, refusal: refusal, remark: remark)
            assessment.written = submitted.written
            return assessment
        }
        let signOff: SignOff
        switch submitted.outcome {
        case .failure(let refusal): return made(nil, [:], refusal.reason, nil)
        case .success(let read): signOff = read
        }
        do throws(SignOffBlock.Refusal) {
            guard signOff.release == release.tag else {
                throw SignOffBlock.Refusal("it is about the release \(signOff.release)")
            }
            // A reject stands nevertheless: else anybody could take it back by using its form again.
            if let form = signOff.form, signOff.decision == .approve,
                let item = signOff.items.first(where: { reused.contains(FormUse(form: form, item: $0)) })
            {
                throw SignOffBlock.Refusal("the form \(form) was used twice for \(item), with different answers")
            }
            if let objection = submitted.objection, signOff.decision == .approve {
                throw SignOffBlock.Refusal(objection)
            }
            if let transcription = signOff.transcription { try check(transcription) }
            let remark = try identity.check(submitted, signOff)
            var outcomes: [String: SignOffAssessment.Outcome] = [:]
            for id in signOff.items {
                guard let subject = subjects.first(where: { $0.item.id == id }) else {
                    throw SignOffBlock.Refusal("there is no item \(id)")
                }
                outcomes[id] = outcome(of: signOff, for: subject)
            }
            let stands = submitted.objection.map { "\($0); a reject stands until its person approves" }
            return made(signOff, outcomes, nil, stands ?? remark)
        } catch {
            let outcomes = signOff.items.map { ($0, SignOffAssessment.Outcome.refused(error.reason)) }
            return made(signOff, Dictionary(outcomes) { first, _ in first }, error.reason, nil)
        }
    }

    /// Whether the picture that proves the paper is there, and is the one that was seen.
    private func check(_ transcription: SignOff.Transcription) throws(SignOffBlock.Refusal) {
        guard let file = files[transcription.scan], file.state != .empty else {
            throw SignOffBlock.Refusal("the scan \(transcription.scan) is not among the evidence, or is empty")
        }
        guard file.sha256 == transcription.sha256 else {
            throw SignOffBlock.Refusal(
                "the scan \(transcription.scan) is another file: stated sha256:\(transcription.sha256.prefix(12))…, "
                    + "now sha256:\(file.sha256.prefix(12))…")
        }
    }

    private func outcome(of signOff: SignOff, for subject: SignOffSubject) -> SignOffAssessment.Outcome {
        let id = subject.item.id
        let roles = subject.signers(for: signOff.kind)
        guard roles[signOff.role] != nil else {
            return .refused("\(signOff.role) does not sign \(id); \(roles.keys.sorted().joined(separator: ", ")) does")
        }
        let now = subject.seal.digest(for: signOff.kind)
        let signed = signOff.digests[id] ?? ""
        if signed != now {
            let changed = signOff.parts[id].flatMap { subject.seal.changes(since: $0, kind: signOff.kind) } ?? []
            let what =
                changed.isEmpty ? "the item" : "its \(changed.map(\.rawValue).joined(separator: " and its "))"
            return .stale("\(what) changed: signed sha256:\(signed.prefix(12))…, now sha256:\(now.prefix(12))…")
        }
        if let plan = subject.plan, signOff.kind == .done {
            // Whoever rejects the item need not know its plan.
            guard let stated = signOff.plan ?? (signOff.decision == .reject ? plan : nil) else {
                return .refused("it does not name the plan that \(id) is about")
            }
            guard stated == plan else {
                return .stale(
                    "the plan is another one: signed sha256:\(stated.prefix(12))…, now sha256:\(plan.prefix(12))…")
            }
        }
        return .counts
    }

    /// A form counts once for each of its items, so that its person may decide differently about some of them.
    private struct FormUse: Hashable {
        let form: String
        let item: String
    }

    /// Forms that came back for the same item with different contents.
    private static func reusedForms(_ submitted: [SubmittedSignOff]) -> Set<FormUse> {
        var first: [FormUse: SignOff] = [:]
        var reused: Set<FormUse> = []
        for one in submitted {
            // What was withdrawn does not use its form up.
            guard case .success(let signOff) = one.outcome, let form = signOff.form,
                one.objection == nil || signOff.decision == .reject
            else { continue }
            for item in signOff.items {
                let use = FormUse(form: form, item: item)
                if let other = first[use], other != signOff { reused.insert(use) }
                first[use] = signOff
            }
        }
        return reused
    }

    /// Whoever approved first in one role cannot approve in another; what proves more comes first, so that a file which
    /// anybody can write takes no role from anybody. A reject counts in any role.
    private func refuseSecondRoles(_ assessments: inout [SignOffAssessment]) {
        var roles: [String: String] = [:]
        let order = assessments.indices.sorted {
            let (left, right) = (assessments[$0], assessments[$1])
            guard left.assurance == right.assurance else { return left.assurance > right.assurance }
            return (left.signOff?.at.milliseconds ?? .max, $0) < (right.signOff?.at.milliseconds ?? .max, $1)
        }
        for index in order {
            let assessment = assessments[index]
            guard let signOff = assessment.signOff, signOff.decision == .approve,
                assessment.outcomes.values.contains(.counts)
            else { continue }
            let role = roles[signOff.by] ?? signOff.role
            roles[signOff.by] = role
            guard role != signOff.role else { continue }
            let reason = "\(signOff.by) signs as \(role) already, and one person cannot fill two roles"
            assessments[index] = SignOffAssessment(
                signOff: signOff, assurance: assessment.assurance, place: assessment.place,
                identity: assessment.identity,
                outcomes: assessment.outcomes.mapValues { _ in .refused(reason) }, refusal: reason)
        }
    }
}
