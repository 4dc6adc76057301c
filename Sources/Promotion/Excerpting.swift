import Model
import Streams

/// Fetches the lines that findings point at: each file once, in memory that does not grow with it.
struct Excerpting: Sendable {
    /// Places of one item beyond these are named in its findings only.
    private static let mostPlaces = 12
    /// Places of a check that only confirm it.
    private static let mostConfirmations = 2

    /// Lines that are wanted together, and which of them are causes.
    private struct Stretch {
        var lines: ClosedRange<Int>
        var causes: Set<Int>
        /// Causes that stand against the item.
        var objections: Set<Int>
    }

    let root: String

    /// The excerpts of each item, in the order of the items.
    func excerpts(of items: [ItemAssessment], in files: [EvidenceFile], workers: Int) async -> [[Excerpt]] {
        let digests = Dictionary(files.map { ($0.path, $0.sha256) }, uniquingKeysWith: { first, _ in first })
        let stretches = items.map { Self.stretches(of: $0).filter { digests[$0.path]?.isEmpty == false } }
        let wanted = Dictionary(grouping: stretches.joined(), by: \.path).sorted { $0.key < $1.key }
        let columns = Self.columns(of: items)
        let texts = await withTaskGroup(of: [String: FileLines].self) { group in
            for worker in 0..<max(1, workers) {
                group.addTask {
                    var found: [String: FileLines] = [:]
                    for index in stride(from: worker, to: wanted.count, by: max(1, workers)) {
                        let (path, stretches) = wanted[index]
                        let picker = LinePicker(
                            Set(stretches.flatMap { Array($0.stretch.lines) }),
                            important: Set(stretches.flatMap(\.stretch.objections)), columns: columns[path] ?? [:])
                        found[path] = read(path, picker, sha256: digests[path] ?? "")
                    }
                    return found
                }
            }
            return await group.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
        }
        return stretches.map { ours in
            ours.compactMap { path, stretch in texts[path].flatMap { Self.excerpt(path, stretch, of: $0) } }
        }
    }

    private struct FileLines: Sendable {
        var lines: [Int: LinePicker.Picked]
        var count: Int
    }

    /// `nil` when the file cannot be read, or is no longer the one that was judged.
    private func read(_ path: String, _ picker: LinePicker, sha256: String) -> FileLines? {
        guard let source = try? ByteSource.open(root: root, relativePath: path),
            let picked = try? picker.pick(from: source),
            (try? source.finish())?.sha256 == sha256
        else { return nil }
        return FileLines(
            lines: Dictionary(picked.lines.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first }),
            count: picked.count)
    }

    /// What stands against the item comes first and with more around it; what a person need not look up comes last.
    private static func stretches(of item: ItemAssessment) -> [(path: String, stretch: Stretch)] {
        let shown = item.checks.flatMap { check in
            var confirmations = 0
            return check.findings.filter { finding in
                guard finding.confirms else { return true }
                confirmations += 1
                return confirmations <= mostConfirmations
            }.map { (weight: (check.verdict == .waived ? check.verdict : $0.verdict).severity ?? -1, finding: $0) }
        }
        let findings = shown.enumerated().sorted {
            (-$0.element.weight, $0.offset) < (-$1.element.weight, $1.offset)
        }
        var order: [String] = []
        var stretches: [String: [Stretch]] = [:]
        var places: Set<Place> = []
        for finding in findings.map(\.element.finding) {
            guard let place = finding.place, let line = place.line, line > 0, places.count < mostPlaces,
                places.insert(Place(place.path, line: line)).inserted
            else { continue }
            let (before, after) = finding.confirms ? (1, 2) : (3, 5)
            if stretches[place.path] == nil { order.append(place.path) }
            stretches[place.path, default: []].append(
                Stretch(
                    lines: max(1, line - before)...line + after, causes: [line],
                    objections: finding.confirms ? [] : [line]))
        }
        return order.flatMap { path in joined(stretches[path] ?? []).map { (path, $0) } }
    }

    /// Stretches in file order; those that meet become one.
    private static func joined(_ stretches: [Stretch]) -> [Stretch] {
        var joined: [Stretch] = []
        for stretch in stretches.sorted(by: { $0.lines.lowerBound < $1.lines.lowerBound }) {
            guard let last = joined.last, stretch.lines.lowerBound <= last.lines.upperBound + 1 else {
                joined.append(stretch)
                continue
            }
            joined[joined.count - 1] = Stretch(
                lines: last.lines.lowerBound...max(last.lines.upperBound, stretch.lines.upperBound),
                causes: last.causes.union(stretch.causes),
                objections: last.objections.union(stretch.objections))
        }
        return joined
    }

    private static func columns(of items: [ItemAssessment]) -> [String: [Int: Int]] {
        var columns: [String: [Int: Int]] = [:]
        for place in items.flatMap(\.checks).flatMap(\.findings).compactMap(\.place) {
            if let line = place.line, let column = place.column, columns[place.path]?[line] == nil {
                columns[place.path, default: [:]][line] = column
            }
        }
        return columns
    }

    /// Causes first, then the lines nearest to one, as far as the limits allow.
    private static func excerpt(_ path: String, _ stretch: Stretch, of file: FileLines) -> Excerpt? {
        let there = stretch.lines.compactMap { file.lines[$0] }
        func distance(_ line: Int) -> Int { stretch.causes.map { abs($0 - line) }.min() ?? 0 }
        var bytes = 0
        var kept: [LinePicker.Picked] = []
        for line in there.sorted(by: { (distance($0.number), $0.number) < (distance($1.number), $1.number) }) {
            bytes += line.text.utf8.count + 1
            guard kept.count < Excerpt.mostLines, bytes <= Excerpt.mostBytes || kept.isEmpty else { break }
            kept.append(line)
        }
        guard kept.contains(where: { stretch.causes.contains($0.number) }) else { return nil }
        return Excerpt(
            path: path,
            lines: kept.sorted { $0.number < $1.number }.map {
                .init(
                    number: $0.number, text: $0.text, isCause: stretch.causes.contains($0.number), leftOut: $0.leftOut)
            },
            lineCount: file.count, omitted: there.count - kept.count)
    }
}

extension Finding {
    /// It stands for the item, or says nothing about it: nobody has to look it up.
    fileprivate var confirms: Bool { [.pass, .notApplicable, .notDue].contains(verdict) }
}
