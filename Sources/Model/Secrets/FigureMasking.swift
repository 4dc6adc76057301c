extension Figure {
    mutating func mask(by masker: inout SecretMasker) {
        masker.begin(at: nil)
        switch self {
        case .plan(var figure):
            masker.mask(&figure.path)
            for index in figure.resources.indices {
                masker.begin(at: Place(figure.path, line: figure.resources[index].line))
                masker.mask(&figure.resources[index].address)
            }
            self = .plan(figure)
        case .tests(var figure):
            for index in figure.suites.indices { masker.mask(&figure.suites[index].name) }
            self = .tests(figure)
        // Numbers alone.
        case .advisories: break
        case .services(var figure):
            for index in figure.services.indices { masker.mask(&figure.services[index].name) }
            self = .services(figure)
        case .limits(var figure):
            for index in figure.rows.indices {
                for field in [\LimitFigure.Row.name, \.observed, \.limitText, \.unit] {
                    masker.mask(&figure.rows[index][keyPath: field])
                }
            }
            self = .limits(figure)
        case .rota(var figure):
            for index in figure.shifts.indices { masker.mask(&figure.shifts[index].person) }
            self = .rota(figure)
        }
    }
}
