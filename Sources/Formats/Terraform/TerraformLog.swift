internal import Streams

/// What a text of terraform's begins with: a plan, which an apply may follow, or an apply.
struct TerraformLog {
    let isApply: Bool
    /// What `identify` says.
    let because: String

    /// `nil` for any other text.
    init?(_ preamble: borrowing Preamble) {
        guard preamble.json == nil, preamble.xml == nil, !preamble.isHTML, !preamble.text.isEmpty else { return nil }
        var found: (isApply: Bool, because: String)?
        // A line that cannot be read here is for other formats to judge.
        try? LineReader(ByteSource(bytes: preamble.text)).read { line in
            if let mark = PlanMark(line.bytes) {
                found = (false, mark.because)
            } else if let reason = ApplyLine(line.bytes)?.because {
                found = (true, reason)
            } else {
                if found == nil, line.bytes.contains(": Refreshing state...") {
                    found = (false, "resources are refreshed")
                }
                return
            }
            throw CancellationError()
        }
        guard let found else { return nil }
        (isApply, because) = found
    }
}
