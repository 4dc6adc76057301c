import Model

extension MappingReader {
    /// Takes out `schema: evidencepack/NAME/1`, and tells a newer schema from a wrong one.
    mutating func schema(_ name: String) {
        guard let text = requiredString("schema") else { return }
        let wanted = "evidencepack/\(name)/1"
        guard text != wanted else { return }
        let prefix = "evidencepack/\(name)/"
        if text.hasPrefix(prefix), let version = Int(text.dropFirst(prefix.count)), version > 1 {
            report(
                "newer-schema", "the schema '\(text)' is newer than this tool, which reads '\(wanted)'",
                at: place(of: "schema"),
                "Use a newer evidencepack.")
        } else {
            report(
                "wrong-schema", "the schema '\(text)' is not '\(wanted)'", at: place(of: "schema"),
                "Write `schema: \(wanted)`.")
        }
    }

    /// Text that `isRight` accepts; anything else is a problem naming what is `expected`.
    mutating func text(_ key: String, _ expected: String, where isRight: (String) -> Bool) -> String? {
        parsed(key, expected) { !$0.isEmpty && isRight($0) ? $0 : nil }
    }

    /// A list of globs or paths that stay below their folder.
    mutating func globs(_ key: String) -> [String]? {
        guard let texts = strings(key) else { return nil }
        for text in texts where !staysBelow(text) {
            report(
                "wrong-path", "'\(text)' leaves its folder", at: place(of: key),
                "Write a relative path with `/`, without `..`.")
        }
        return texts
    }
}

/// Whether a path is relative, has no `..`, and no empty part.
func staysBelow(_ path: String) -> Bool {
    !path.utf8.contains(UInt8(ascii: "\\"))
        && path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .allSatisfy { !$0.isEmpty && !$0.elementsEqual("..".utf8) && !$0.elementsEqual(".".utf8) }
}

/// 40 or 64 lower-case hexadecimal digits.
func isCommit(_ text: String) -> Bool {
    (text.utf8.count == 40 || text.utf8.count == 64)
        && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
}

/// Lower-case letters, digits and hyphens.
func isWord(_ text: some StringProtocol) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (48...57).contains($0) || (97...122).contains($0) || $0 == 45 }
}
