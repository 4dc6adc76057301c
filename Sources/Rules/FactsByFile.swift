package import Model

/// The facts of each file, for rules over evidence that is small: an answer of an API, not a stream of samples.
package struct FactsByFile: Tally {
    /// One file, and what it says.
    struct File: Sendable {
        let path: String
        var facts: [Fact] = []

        func place(_ line: Int) -> Place { Place(path, line: line) }
    }

    private(set) var files: [File]
    private let kinds: Set<FactKind>

    init(_ path: String, _ kinds: Set<FactKind>) {
        files = [File(path: path)]
        self.kinds = kinds
    }

    package mutating func take(_ fact: Fact) {
        if kinds.contains(fact.kind) { files[files.count - 1].facts.append(fact) }
    }

    package mutating func merge(_ later: FactsByFile) { files += later.files }
}

extension CheckContext {
    /// When the file was collected, or a finding that nobody knows.
    func collected(_ path: String) -> Instant? { file(path)?.collected }

    /// The words of the command that made the file, without the quotes around them.
    func command(_ path: String) -> [String] {
        (file(path)?.subject.command ?? "").utf8.split(whereSeparator: { $0 == 32 || $0 == 9 || $0 == 10 }).map {
            String(decoding: $0.filter { $0 != 34 && $0 != 39 }, as: UTF8.self)
        }
    }
}
