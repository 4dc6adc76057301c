extension SignOffAssessment {
    mutating func mask(by masker: inout SecretMasker) {
        masker.begin(at: place)
        masker.mask(&identity)
        masker.mask(&refusal)
        masker.mask(&remark)
        masker.mask(&place)
        if var signOff {
            signOff.mask(by: &masker)
            self.signOff = signOff
        }
        var masked: [String: Outcome] = [:]
        for (item, outcome) in outcomes.sorted(by: { $0.key < $1.key }) {
            var item = item
            masker.mask(&item)
            masked[item] = outcome.masked(by: &masker)
        }
        outcomes = masked
    }
}

extension SignOffAssessment.Outcome {
    func masked(by masker: inout SecretMasker) -> Self {
        switch self {
        case .counts: return .counts
        case .stale(var why):
            masker.mask(&why)
            return .stale(why)
        case .refused(var why):
            masker.mask(&why)
            return .refused(why)
        }
    }
}

extension SignOff {
    mutating func mask(by masker: inout SecretMasker) {
        for field in [\SignOff.release, \.role, \.by, \.note] { masker.mask(&self[keyPath: field]) }
        masker.mask(&items)
        masker.mask(&form)
        masker.mask(&plan)
        masker.mask(&digests)
        masker.mask(&parts)
    }
}

extension SignOffStatus {
    mutating func mask(by masker: inout SecretMasker) {
        masker.mask(&by)
        masker.mask(&why)
    }
}

extension SignOffSheet {
    mutating func mask(by masker: inout SecretMasker) {
        masker.begin(at: Place("rules.yml"))
        masker.mask(&gate)
        masker.mask(&role)
        masker.mask(&items)
        for index in forms.indices { forms[index].mask(by: &masker) }
    }
}

extension SignOffForm {
    mutating func mask(by masker: inout SecretMasker) {
        masker.mask(&release)
        masker.mask(&items)
        masker.mask(&role)
        masker.mask(&id)
        masker.mask(&digests)
        masker.mask(&parts)
    }
}
