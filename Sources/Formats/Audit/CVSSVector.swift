/// The base metrics of a CVSS v3.0 or v3.1 vector, e.g. `CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H`.
struct CVSSVector {
    private let metrics: [String: String]
    private static let base = ["AV", "AC", "PR", "UI", "S", "C", "I", "A"]

    /// `nil` when it is not version 3, a base metric is missing or occurs twice.
    init?(_ text: String) {
        let parts = text.split(separator: "/")
        guard let version = parts.first, version == "CVSS:3.1" || version == "CVSS:3.0" else { return nil }
        var metrics: [String: String] = [:]
        for part in parts.dropFirst() {
            let pair = part.split(separator: ":", omittingEmptySubsequences: false)
            guard pair.count == 2, metrics.updateValue(String(pair[1]), forKey: String(pair[0])) == nil else {
                return nil
            }
        }
        guard Self.base.allSatisfy({ metrics[$0] != nil }) else { return nil }
        self.metrics = metrics
    }

    /// The base score in tenths, 0 to 100; `nil` when a metric has a value that version 3 does not know.
    var baseScoreTenths: Int? {
        let scopeChanges = metrics["S"] == "C"
        guard scopeChanges || metrics["S"] == "U",
            let vector = weight("AV", ["N": 0.85, "A": 0.62, "L": 0.55, "P": 0.2]),
            let complexity = weight("AC", ["L": 0.77, "H": 0.44]),
            let privileges = weight(
                "PR", scopeChanges ? ["N": 0.85, "L": 0.68, "H": 0.5] : ["N": 0.85, "L": 0.62, "H": 0.27]),
            let interaction = weight("UI", ["N": 0.85, "R": 0.62]),
            let confidentiality = weight("C", Self.loss), let integrity = weight("I", Self.loss),
            let availability = weight("A", Self.loss)
        else { return nil }
        let lost = 1 - (1 - confidentiality) * (1 - integrity) * (1 - availability)
        var impact = 6.42 * lost
        if scopeChanges {
            var power = 1.0
            for _ in 0..<15 { power *= lost - 0.02 }
            impact = 7.52 * (lost - 0.029) - 3.25 * power
        }
        guard impact > 0 else { return 0 }
        let exploitability = 8.22 * vector * complexity * privileges * interaction
        return Self.roundedUp(min((scopeChanges ? 1.08 : 1) * (impact + exploitability), 10))
    }

    private static let loss = ["H": 0.56, "L": 0.22, "N": 0.0]

    private func weight(_ metric: String, _ weights: [String: Double]) -> Double? {
        metrics[metric].flatMap { weights[$0] }
    }

    /// The next tenth, by the whole-number method of CVSS v3.1, Appendix A.
    private static func roundedUp(_ score: Double) -> Int {
        let scaled = Int((score * 100_000).rounded())
        return scaled % 10_000 == 0 ? scaled / 10_000 : scaled / 10_000 + 1
    }
}
