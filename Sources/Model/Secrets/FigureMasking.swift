extension Figure {
    mutating func mask(by masker: inout SecretMasker) {
        masker.begin(at: nil)
        switch self {
        case .plan(var plan):
            masker.mask(&plan.path)
            for index in plan.resources.indices { masker.mask(&plan.resources[index].address) }
            self = .plan(plan)
        case .tests(var tests):
            for index in tests.suites.indices { masker.mask(&tests.suites[index].name) }
            self = .tests(tests)
        case .advisories: break
        case .services(var figure):
            for index in figure.services.indices { masker.mask(&figure.services[index].name) }
            self = .services(figure)
        case .limits(var limits):
            for index in limits.rows.indices {
                for field in [\LimitFigure.Row.name, \.observed, \.limitText, \.unit] {
                    masker.mask(&limits.rows[index][keyPath: field])
                }
            }
            self = .limits(limits)
        case .rota(var rota):
            for index in rota.shifts.indices { masker.mask(&rota.shifts[index].person) }
            self = .rota(rota)
        }
    }
}

extension Waiver {
    mutating func mask(by masker: inout SecretMasker) {
        for field in [
            \Waiver.id, \.item, \.check, \.reason, \.riskOwner, \.requester, \.approver, \.ticket,
        ] { masker.mask(&self[keyPath: field]) }
        masker.mask(&subject)
        masker.mask(&place)
    }
}
