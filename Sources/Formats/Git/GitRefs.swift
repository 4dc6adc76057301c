internal import Model
internal import Streams

/// A listing of tags and other refs: `git ls-remote` (of the remote), `git show-ref`, `git for-each-ref`.
struct GitRefs: EvidenceFormat {
    let id = "git-refs"
    let title = "git tags and other refs"
    let producedBy = [
        "git ls-remote --tags origin", "git show-ref --tags -d",
        "git for-each-ref --format='%(refname:short) %(objecttype) %(objectname) %(*objectname) %(taggerdate:iso-strict)' refs/tags",
    ]
    let facts: [FactKind] = [.gitRef]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard preamble.json == nil, preamble.xml == nil else { return nil }
        // `git ls-remote` without a repository says first whose refs follow.
        guard let line = preamble.lines(2).first(where: { !$0.hasPrefix("From ") }),
            let (dialect, _) = RefLine.parse(line)
        else { return nil }
        return Recognition(dialect: "git-refs/\(dialect.rawValue)", because: "a line of `git \(dialect.rawValue)`")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let reader = LineReader(source)
        var waiting: GitRef?
        func flush() throws {
            if let ref = waiting { try emit(.gitRef(ref)) }
            waiting = nil
        }
        try reader.read { line in
            let text = line.bytes.string
            if line.number == 1, text.hasPrefix("From ") { return }
            guard let (found, entry) = RefLine.parse(text), "git-refs/\(found.rawValue)" == dialect else {
                throw StreamProblem(
                    id: "git.line", message: "this line is none of a listing of refs",
                    advice: "Store the output of one git command, and nothing else.", line: line.number)
            }
            if entry.isPeeled {
                guard let ref = waiting, ref.name == entry.name else {
                    throw StreamProblem(
                        id: "git.peeled-alone", message: "`\(entry.name)^{}` does not follow its tag",
                        advice: "Store the listing as git writes it.", line: line.number)
                }
                waiting?.peeled = entry.object
                waiting?.kind = .annotated
                return
            }
            try flush()
            var ref = GitRef(
                name: entry.name, object: entry.object, isRemote: found == .remote, line: line.number)
            ref.peeled = entry.peeled
            ref.kind = entry.kind
            waiting = ref
        }
        // A name cut short is another name: v1.50.1 of v1.50.12.
        guard reader.endedWithNewline else {
            throw StreamProblem(
                id: "git.cut-off", message: "the last line has no end, so the name in it may be cut off",
                advice: "Store the whole listing.", line: 1)
        }
        try flush()
        return Reading()
    }
}

/// One line of a listing, by its dialect.
private struct RefLine {
    enum Dialect: String {
        case remote = "ls-remote"
        case local = "show-ref"
        case each = "for-each-ref"
    }

    var name: String
    var object: String
    var peeled: String?
    var kind = GitRef.Kind.unknown
    var isPeeled = false

    static func parse(_ line: String) -> (Dialect, RefLine)? {
        let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
        let words = line.split(separator: " ", omittingEmptySubsequences: false).map { String($0) }
        if cells.count == 2 {
            let head = cells[0].split(separator: " ", omittingEmptySubsequences: false)
            guard isObject(head[0]), let name = ref(cells[1]) else { return nil }
            if head.count == 1 { return (.remote, plain(name, head[0])) }
            // The default format of `git for-each-ref`.
            guard head.count == 2, let kind = kind(head[1]) else { return nil }
            var entry = plain(name, head[0])
            entry.kind = kind
            return (.each, entry)
        }
        guard cells.count == 1, words.count >= 2 else { return nil }
        if words.count == 2, isObject(words[0][...]), let name = ref(words[1][...]) {
            return (.local, plain(name, words[0][...]))
        }
        // `%(refname:short) %(objecttype) %(objectname) %(*objectname) …`; what is empty leaves its space.
        guard words.count >= 3, !words[0].isEmpty, let kind = kind(words[1][...]), isObject(words[2][...]) else {
            return nil
        }
        var entry = RefLine(name: words[0], object: words[2], kind: kind)
        if words[0].hasPrefix("refs/tags/") { entry.name = String(words[0].dropFirst(10)) }
        if words.count > 3, isObject(words[3][...]) { entry.peeled = words[3] }
        return (.each, entry)
    }

    private static func plain(_ name: Substring, _ object: Substring) -> RefLine {
        let isPeeled = name.hasSuffix("^{}")
        let whole = isPeeled ? name.dropLast(3) : name
        let short = whole.hasPrefix("refs/tags/") ? whole.dropFirst(10) : whole
        return RefLine(name: String(short), object: String(object), isPeeled: isPeeled)
    }

    private static func ref(_ text: Substring) -> Substring? {
        text == "HEAD" || text.hasPrefix("refs/") && !text.utf8.contains(UInt8(ascii: " ")) ? text : nil
    }

    private static func kind(_ word: Substring) -> GitRef.Kind? {
        switch word {
        case "tag": .annotated
        case "commit": .lightweight
        case "tree", "blob": .unknown
        default: nil
        }
    }

    /// 40 or 64 lower-case hexadecimal digits.
    private static func isObject(_ text: Substring) -> Bool {
        (text.utf8.count == 40 || text.utf8.count == 64) && text.utf8.allSatisfy { $0 &- 48 < 10 || $0 &- 97 < 6 }
    }
}
