package import Model

/// No resource of a protected type is destroyed, replaced or forgotten.
package struct TypesKept: Rule {
    package static let kind = "types-kept"
    package static let summary = "The plan neither destroys, replaces nor forgets a resource of a protected type."
    package static let parameters = [
        Parameter("types", .texts, required: true, "resource types such as aws_db_instance")
    ]
    package static let example = "types-kept: {types: [aws_db_instance, aws_s3_bucket]}"
    package static let reads: Set<FactKind> = [.plan, .plannedChange]

    private let types: Set<String>

    package init(_ reader: inout MappingReader) {
        _ = reader.required("types")
        types = Set(reader.strings("types") ?? [])
    }

    /// Threatened resources, and whether a plan was seen at all.
    package struct Threats: Tally {
        fileprivate let path: String
        fileprivate let types: Set<String>
        fileprivate var plans = 0
        fileprivate var threatened: [(change: PlannedChange, path: String)] = []
        /// How many more there are.
        fileprivate var beyond = 0

        package mutating func take(_ fact: Fact) {
            switch fact {
            case .plan: plans += 1
            case .plannedChange(let change)
            where [.delete, .replace, .forget].contains(change.action) && !change.isDrift && types.contains(change.type):
                if threatened.count < 1_000 { threatened.append((change, path)) } else { beyond += 1 }
            default: break
            }
        }

        package mutating func merge(_ later: Threats) {
            plans += later.plans
            threatened += later.threatened
            beyond += later.beyond
        }
    }

    package func tally(path: String) -> Threats { Threats(path: path, types: types) }

    package func findings(_ tally: Threats, in context: CheckContext) -> [Finding] {
        guard tally.plans > 0 else { return [Finding(.unknown, "no terraform plan was found among the files")] }
        guard !tally.threatened.isEmpty else {
            return [
                Finding(
                    .pass, "nothing of \(types.sorted().joined(separator: ", ")) is destroyed, replaced or forgotten",
                    observed: "0", limit: "= 0")
            ]
        }
        let named = tally.threatened.map { change, path in
            Finding(
                .fail, "\(change.address): \(change.action.rawValue)", observed: change.action.rawValue, limit: "kept",
                at: Place(path, line: change.line),
                next: "keep \(change.address), e.g. by a moved block or prevent_destroy")
        }
        guard tally.beyond > 0 else { return named }
        return named + [Finding(.fail, "named \(named.count) of \(named.count + tally.beyond): the plan names all")]
    }
}
