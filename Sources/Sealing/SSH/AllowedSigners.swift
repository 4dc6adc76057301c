package import Model

/// Who may sign with which key, and when: OpenSSH's `allowed_signers` (ssh-keygen(1), ALLOWED SIGNERS), with the keys that
/// were revoked. Keys come from here alone, never from the file under test.
package struct AllowedSigners: Sendable {
    /// One line.
    struct Entry: Sendable {
        var principals: [String]
        var namespaces: [String]?
        var validAfter: Instant?
        var validBefore: Instant?
        let key: SSHPublicKey
    }

    private let entries: [Entry]
    private let revoked: Set<SSHPublicKey>

    package static let none = AllowedSigners(entries: [], revoked: [])

    private init(entries: [Entry], revoked: Set<SSHPublicKey>) {
        self.entries = entries
        self.revoked = revoked
    }

    /// Reads both files; a line that cannot be understood is a problem, never skipped.
    package static func read(_ signers: [UInt8], path: String, revoked: [UInt8] = [], revokedPath: String = "")
        -> (signers: AllowedSigners, problems: [Problem])
    {
        var problems: [Problem] = []
        var entries: [Entry] = []
        for (number, line) in lines(signers) {
            do { entries.append(try AllowedSignersLine(line).entry()) } catch {
                problems.append(
                    Problem(
                        "signers.bad-line", error.message, at: Place(path, line: number),
                        advice: "Write `principal[,principal] [namespaces=\"evidencepack\"] ssh-ed25519 AAAA…`."))
            }
        }
        var keys: Set<SSHPublicKey> = []
        for (number, line) in lines(revoked) {
            do { keys.insert(try AllowedSignersLine(line).key()) } catch {
                problems.append(
                    Problem(
                        "signers.bad-revocation", error.message, at: Place(revokedPath, line: number),
                        advice: "Write one public key a line, as in an id_….pub file."))
            }
        }
        return (AllowedSigners(entries: entries, revoked: keys), problems)
    }

    private static func lines(_ bytes: [UInt8]) -> [(number: Int, line: [UInt8])] {
        bytes.split(separator: 10, omittingEmptySubsequences: false).enumerated().compactMap { index, line in
            let trimmed = Array(line.drop { $0 == 32 || $0 == 9 }.reversed().drop { $0 <= 32 }.reversed())
            return trimmed.isEmpty || trimmed[0] == 35 ? nil : (index + 1, trimmed)
        }
    }

    /// Verifies that one of `principals` signed exactly `message` at `time`, for the namespace `evidencepack`.
    package func verify(
        _ signature: SSHSignature, of message: [UInt8], by principals: [String], person: String, at time: Instant
    ) throws(SignatureRefusal) {
        guard signature.namespace == Self.namespace else { throw .wrongNamespace(signature.namespace) }
        guard !revoked.contains(signature.key) else { throw .revokedKey(signature.key.fingerprint) }
        let known = entries.filter {
            $0.key == signature.key && ($0.namespaces?.contains { Self.matches($0, Self.namespace) } ?? true)
        }
        guard !known.isEmpty else { throw .unknownKey(signature.key.fingerprint) }
        let theirs = known.filter { entry in principals.contains { Self.accepts(entry.principals, $0) } }
        guard !theirs.isEmpty else { throw .wrongPrincipal(expected: person) }
        guard signature.isValid(of: message) else { throw .doesNotMatch }
        let begun = theirs.filter { $0.validAfter.map { time >= $0 } ?? true }
        guard !begun.isEmpty else { throw .notYetValid }
        guard begun.contains(where: { $0.validBefore.map { time < $0 } ?? true }) else { throw .expired }
    }

    package static let namespace = "evidencepack"

    /// Patterns with `*` and `?`, of which none that begins with `!` may match.
    private static func accepts(_ patterns: [String], _ principal: String) -> Bool {
        guard !patterns.contains(where: { $0.hasPrefix("!") && matches(String($0.dropFirst()), principal) }) else {
            return false
        }
        return patterns.contains { !$0.hasPrefix("!") && matches($0, principal) }
    }

    private static func matches(_ pattern: String, _ text: String) -> Bool {
        let (pattern, text) = (Array(pattern.utf8), Array(text.utf8))
        var (p, t, star, mark) = (0, 0, -1, 0)
        while t < text.count {
            if p < pattern.count, pattern[p] == 42 {
                (star, mark) = (p, t)
                p += 1
            } else if p < pattern.count, pattern[p] == 63 || pattern[p] == text[t] {
                p += 1
                t += 1
            } else if star >= 0 {
                mark += 1
                (p, t) = (star + 1, mark)
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == 42 }
    }
}
