/// A line by which somebody approves one plan: `Approved: plan sha256:…` or `Approved: changes text:…`.
enum PlanStatement: Hashable {
    case file(String)
    case changes(String)

    /// Reads a whole line; anything more or less than the two forms is none.
    init?(_ line: String) {
        let words = line.lowercased().split(separator: " ").map(String.init)
        guard words.count == 3, words[0] == "approved:" else { return nil }
        switch words[1] {
        case "plan":
            guard words[2].hasPrefix("sha256:"), let digest = Self.digests(in: words[2]).first,
                words[2].utf8.count == 71
            else { return nil }
            self = .file(digest)
        case "changes": self = .changes(words[2])
        default: return nil
        }
    }

    /// What a reader recognises it by: the first digits.
    var beginning: String {
        switch self {
        case .file(let digest): "sha256:\(digest.prefix(12))…"
        case .changes(let digest): "\(digest.prefix(17))…"
        }
    }

    /// The runs of exactly 64 hexadecimal digits in a text.
    static func digests(in text: String) -> [String] {
        text.lowercased().utf8.split { !($0 &- 48 < 10 || $0 &- 97 < 26) }
            .filter { word in word.count == 64 && word.allSatisfy { $0 &- 48 < 10 || $0 &- 97 < 6 } }
            .map { String(decoding: Array($0), as: UTF8.self) }
    }
}
