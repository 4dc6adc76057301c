/// What stands where a secret would, told apart from what only looks like one.
struct SecretValue {
    /// How it stands behind its name.
    enum Form {
        /// In quotes, right behind `=`, or between two tags.
        case set
        /// Alone on its line with its name, as in YAML; so may be a short sentence.
        case alone
        /// Behind a colon in running text.
        case said
    }

    let bytes: ArraySlice<UInt8>
    let isQuoted: Bool
    let form: Form

    /// Beyond this it is a secret whatever it looks like: nothing else is as long under such a name.
    static let alwaysBytes = 512

    func isSecret(_ strength: SecretKeyName.Strength) -> Bool {
        guard bytes.count < Self.alwaysBytes else { return true }
        guard !isPlaceholder, !isWord, !isReference else { return false }
        let classes = ByteClass(in: bytes)
        let hasSpace = bytes.contains { $0 <= 32 }
        let hasLetter = !classes.isDisjoint(with: [.upper, .lower])
        let isMixed =
            hasLetter && (classes.contains(.digit) || classes.contains([.upper, .lower]) && bytes.count >= 20)
        switch strength {
        case .password:
            guard bytes.count >= 3, !isPath else { return false }
            let isPlain = bytes.allSatisfy { ByteClass([.upper, .lower]).holds($0) }
            switch form {
            case .set: return true
            case .alone: return bytes.count >= (isPlain ? 10 : 6)
            case .said: return bytes.count >= 6 && hasLetter && !isPlain
            }
        case .token: return bytes.count >= 8 && isMixed && !hasSpace && !isName && !isIdentity
        case .key: return bytes.count >= 8 && isMixed && !hasSpace && !isName && (!isIdentity || isUUID)
        case .header: return bytes.count >= 8 && isMixed
        }
    }

    /// Stands for a value that is elsewhere, or was taken out already.
    var isPlaceholder: Bool {
        guard let first = bytes.first, let last = bytes.last else { return true }
        if bytes.allSatisfy({ $0 == first }) { return true }
        let second = bytes.dropFirst().first ?? 0
        switch first {
        case UInt8(ascii: "$"):
            // `$ecret` is a password, `$SECRET` and `${…}` are variables.
            return second == UInt8(ascii: "{") || second == UInt8(ascii: "(")
                || ByteClass(in: bytes.dropFirst()).isDisjoint(with: .lower)
        case UInt8(ascii: "<"): return last == UInt8(ascii: ">") || !isQuoted
        case UInt8(ascii: "{"):
            // `{{ .Values.password }}` of a template, or a mapping.
            let isSimple = bytes.allSatisfy { !ByteClass(of: $0).isEmpty || [32, 36, 123, 124, 125].contains($0) }
            return second == first ? isSimple : !isQuoted
        case UInt8(ascii: "("): return last == UInt8(ascii: ")") || !isQuoted
        default:
            return [Self.mark, "%(", "%{", "***", "...", "…", "arn:"].contains { bytes.starts(with: $0.utf8) }
        }
    }

    /// Says what stands here, or that nothing does.
    private var isWord: Bool {
        let text = String(decoding: bytes, as: UTF8.self).lowercased()
        return Self.nothing.contains(text) || !isQuoted && Self.words.contains(text)
    }

    /// How what was masked begins.
    static let mark = "[redacted:"

    private static let nothing: Set<String> = [
        "null", "none", "nil", "true", "false", "string", "required", "redacted", "masked", "hidden", "number",
        "sensitive", "undefined", "boolean",
    ]
    private static let words: Set<String> = [
        "optional", "password", "passwd", "secret", "token", "example", "missing", "invalid", "expired", "yes", "no",
        "and", "the", "is", "not", "must", "was", "has",
    ]

    /// An expression of a program: `var.password`, `os.environ[…]`, `read_password()`.
    private var isReference: Bool {
        guard !isQuoted else { return false }
        let text = String(decoding: bytes, as: UTF8.self)
        if ["var.", "local.", "data.", "module.", "each.", "process.", "os.", "env.", "self.", "this.", "secrets."]
            .contains(where: { text.hasPrefix($0) })
        {
            return true
        }
        guard let open = bytes.firstIndex(of: UInt8(ascii: "(")), open > bytes.startIndex else { return false }
        return ByteClass.word.union([.dot, .underscore]).isSuperset(of: ByteClass(in: bytes[..<open]))
            && bytes[..<open].allSatisfy { !ByteClass(of: $0).isEmpty }
    }

    private var isPath: Bool {
        [UInt8(ascii: "/"), UInt8(ascii: "~"), UInt8(ascii: ".")].contains(bytes.first ?? 0)
            && bytes.contains(UInt8(ascii: "/")) && isName
    }

    /// The name of a secret, not its value: words in lower case with signs between them.
    private var isName: Bool {
        let parts = bytes.split { [45, 46, 47, 58, 95].contains($0) }
        let classes = ByteClass(in: bytes)
        guard parts.count > 1, classes.isDisjoint(with: [.upper, .equals, .percent]) || bytes.first == 47 else {
            return false
        }
        return bytes.allSatisfy { !ByteClass(of: $0).isEmpty || $0 == 58 }
            && parts.allSatisfy { part in
                let digits = part.count { ByteClass(of: $0).contains(.digit) }
                return part.count <= 20
                    && (digits == 0 || digits == part.count || digits <= 4 && digits * 2 <= part.count)
            }
    }

    /// A digest that says so, a UUID, a time, an address: never secret.
    private var isIdentity: Bool {
        if ["sha256:", "sha512:", "sha256-", "sha384-", "sha512-", "http://", "https://", "urn:"].contains(where: {
            bytes.starts(with: $0.utf8)
        }) {
            return true
        }
        if isUUID { return true }
        let start = Array(bytes.prefix(10))
        return start.count == 10 && start[4] == 45 && start[7] == 45
            && [0, 1, 2, 3, 5, 6, 8, 9].allSatisfy { ByteClass(of: start[$0]).contains(.digit) }
    }

    private var isUUID: Bool {
        bytes.split(separator: 45, omittingEmptySubsequences: false).map(\.count) == [8, 4, 4, 4, 12]
            && bytes.allSatisfy { ByteClass(of: $0 | 32).contains(.hex) || $0 == 45 }
    }
}
