import Model

extension Edit {
    /// Moves every time of a file (RFC 3339, or the seconds of a `…Date`) by minutes; times of `key` only, if given.
    static func shift(_ path: String, _ key: String? = nil, by minutes: Int64) -> Edit {
        .transform(path) { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            let shifted = text.replacing(#/(?<key>[A-Za-z_]+)(?<mid>"?: "?)(?<time>2[0-9]{3}-[0-9T:.+Z-]+)/#) { match in
                guard key.map({ match.key == $0 }) ?? true, let time = Instant(rfc3339: String(match.time))
                else { return String(match.0) }
                return "\(match.key)\(match.mid)\(Instant(milliseconds: time.milliseconds + minutes * 60_000))"
            }
            return Array(shifted.utf8)
        }
    }

    /// Moves the time of collection that the sidecar of a file declares.
    static func collect(_ path: String, minutesLater minutes: Int64) -> Edit {
        shift("\(path).meta.yml", "collected_at", by: minutes)
    }

    /// Lets the sidecar of a file say that it is about staging.
    static func staging(_ path: String) -> Edit {
        .replace("\(path).meta.yml", "environment: production", with: "environment: staging")
    }

    /// Cuts a file off behind its first half.
    static func cutOff(_ path: String) -> Edit { .transform(path) { Array($0.prefix($0.count / 2)) } }

    /// Replaces the first text that a regular expression matches.
    static func replaceFirstMatch(_ path: String, _ pattern: String, with new: String) -> Edit {
        .transform(path) { bytes in
            guard let regex = try? Regex(pattern) else { return bytes }
            return Array(String(decoding: bytes, as: UTF8.self).replacing(regex, with: new, maxReplacements: 1).utf8)
        }
    }
}
