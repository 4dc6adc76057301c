import Model

/// The words of a test's name, by which a flow is found: `test_auth_login`, `authLogin` and "Auth: login" have the same.
struct CaseWords {
    /// Words of tests that pass when something does *not* work: alone they do not prove that it does.
    private static let refusals: Set<String> = [
        "blocked", "cannot", "denied", "denies", "deny", "disabled", "error", "errors", "expired", "fail", "failed",
        "fails", "failure", "forbidden", "incorrect", "invalid", "locked", "missing", "never", "no", "not", "refused",
        "refuses", "reject", "rejected", "rejects", "revoked", "throws", "unauthenticated", "unauthorized", "unknown",
        "unsupported", "without", "wrong",
    ]

    private let words: Set<String>

    init(_ text: String) {
        var words: Set<String> = []
        var word = String.UnicodeScalarView()
        let scalars = Array(text.unicodeScalars)
        func close() {
            if !word.isEmpty { words.insert(String(word).lowercased()) }
            word = .init()
        }
        for (index, scalar) in scalars.enumerated() {
            guard scalar.properties.isAlphabetic || scalar.properties.numericType != nil else {
                close()
                continue
            }
            if scalar.properties.isUppercase, index > 0 {
                // A word begins at `L` of `authLogin` and at `C` of `MFAChallenge`.
                let isAfterUpper = scalars[index - 1].properties.isUppercase
                let isBeforeLower = index + 1 < scalars.count && scalars[index + 1].properties.isLowercase
                if !isAfterUpper || isBeforeLower { close() }
            }
            word.append(scalar)
        }
        close()
        self.words = words
    }

    var isEmpty: Bool { words.isEmpty }

    /// Whether all words of the phrase are among these.
    func contain(_ phrase: CaseWords) -> Bool { phrase.words.isSubset(of: words) }

    /// Whether the case is about something that is refused, of which the phrase does not speak.
    func refuse(_ phrase: CaseWords) -> Bool {
        !words.isDisjoint(with: Self.refusals) && phrase.words.isDisjoint(with: Self.refusals)
    }
}
