package import Model

/// Reads a `NAME.meta.yml`, with the strictness of every other configuration file.
package enum SidecarReader {
    /// - Throws: everything that is wrong with it.
    package static func read(_ bytes: [UInt8], path: String) throws(ConfigurationProblems) -> Sidecar {
        let root = try YAMLDocument.read(bytes, path: path)
        var reader = MappingReader(root, at: Place(path), idPrefix: "meta")
        var sidecar = Sidecar()
        // Required, and by habit the last line, so that a truncated sidecar is noticed.
        _ = reader.required("collected_at")
        sidecar.collectedAt = reader.instant("collected_at")
        sidecar.sha256 = reader.text("sha256", "the file's SHA-256 in 64 lower-case hexadecimal digits") {
            $0.utf8.count == 64 && isCommit($0)
        }
        sidecar.command = reader.string("command")
        sidecar.commit = reader.text(
            "commit", "a whole commit id of 40 or 64 lower-case hexadecimal digits", where: isCommit)
        sidecar.tag = reader.string("tag")
        sidecar.train = reader.string("train")
        sidecar.environment = reader.string("environment")
        sidecar.by = reader.string("by")
        sidecar.timezone = reader.text(
            "timezone", "UTC, an offset such as +01:00, or a zone such as Europe/Berlin", where: isZone)
        sidecar.unit = reader.parsed("unit", "a unit such as ratio, %, ms, s or count") { Unit(spelled: $0) }
        let problems = reader.finish()
        guard problems.isEmpty else { throw ConfigurationProblems(problems) }
        return sidecar
    }

    private static func isZone(_ text: String) -> Bool {
        if text == "UTC" || text == "Z" { return true }
        let bytes = Array(text.utf8)
        if bytes.count == 6, bytes[0] == 43 || bytes[0] == 45 {
            return Instant(rfc3339: "2026-01-01T00:00:00\(text)") != nil
        }
        return bytes.contains(47) && staysBelow(text)
            && bytes.allSatisfy {
                [43, 45, 47, 95].contains($0) || (48...57).contains($0) || (97...122).contains($0 | 32)
            }
    }
}
