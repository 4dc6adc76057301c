import Model

/// The name of a series as its file writes it, with what its labels say: `cpu {env="staging"}`, `cpu{env:staging}`.
struct SeriesName {
    let text: String

    /// What stands before the labels; all of it where nothing does.
    var plain: String {
        let plain = text.utf8.prefix { $0 != UInt8(ascii: "{") }
        return plain.allSatisfy { $0 == UInt8(ascii: " ") } ? text : String(decoding: plain, as: UTF8.self)
    }

    private static let keys = [
        "env", "environment", "stage", "deployment_environment", "deployment.environment",
        "deployment_environment_name",
    ]

    /// Environments that labels state, in lower case.
    var environments: [String] {
        let bytes = Array(text.lowercased().utf8)
        return Self.keys.flatMap { key in
            let key = Array(key.utf8)
            return bytes.indices.compactMap { start -> String? in
                guard bytes[start...].starts(with: key), start == 0 || !Self.isWord(bytes[start - 1]) else {
                    return nil
                }
                let rest = bytes[(start + key.count)...].drop { $0 == UInt8(ascii: " ") }
                guard let sign = rest.first, sign == UInt8(ascii: "=") || sign == UInt8(ascii: ":") else { return nil }
                let value = rest.dropFirst().drop { [0x20, 0x22, 0x27].contains($0) }.prefix {
                    ![0x20, 0x22, 0x27, 0x2C, 0x7D].contains($0)
                }
                return value.isEmpty ? nil : String(decoding: value, as: UTF8.self)
            }
        }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (97...122).contains(byte) || byte == 95 || byte == 46
    }
}
