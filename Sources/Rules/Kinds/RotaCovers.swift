package import Model

/// Somebody with a name is on call at every instant of a span.
package struct RotaCovers: Rule {
    package static let kind = "rota-covers"
    package static let summary =
        "A named person is on call at every instant of the launch window: the union of the shifts has no hole."
    package static let parameters = [
        Parameter("start", .text, "first instant to cover; the launch window's start unless given"),
        Parameter("end", .text, "instant up to which to cover; the launch window's end unless given"),
        Parameter(
            "schedules", .texts, "names of the schedules that count; needed where the files hold shifts of several"),
    ]
    package static let example = "rota-covers: {schedules: [Support]}"
    package static let reads: Set<FactKind> = [.shift]

    private let start: Instant?
    private let end: Instant?
    private let schedules: [String]

    /// Names that stand where a person should.
    private static let nobody: Set<String> = [
        "", "tbd", "tba", "todo", "n/a", "none", "nobody", "noone", "no-one", "no one", "unassigned", "vacant",
        "unfilled", "-", "--", "?", "???", "free",
    ]

    package init(_ reader: inout MappingReader) {
        start = reader.instant("start")
        end = reader.instant("end")
        schedules = (reader.strings("schedules") ?? []).map { $0.lowercased() }
    }

    /// All shifts with the files that they stand in.
    package struct Shifts: Tally {
        fileprivate let path: String
        fileprivate var shifts: [(shift: OnCallShift, path: String)] = []

        package mutating func take(_ fact: Fact) {
            if case .shift(let shift) = fact { shifts.append((shift, path)) }
        }

        package mutating func merge(_ later: Shifts) { shifts += later.shifts }
    }

    package func tally(path: String) -> Shifts { Shifts(path: path) }

    package func findings(_ tally: Shifts, in context: CheckContext) -> [Finding] {
        let (start, end) = (start ?? context.release.window.start, end ?? context.release.window.end)
        let window = "somebody on call from \(start) to \(end)"
        func finding(_ verdict: Verdict, _ message: String, _ observed: String, at place: Place? = nil) -> [Finding] {
            [Finding(verdict, message, observed: observed, limit: window, at: place)]
        }
        guard start < end else { return finding(.unknown, "the span to cover is empty", "nothing") }
        guard let first = tally.shifts.first else {
            return finding(.unknown, "no shift was found among the files", "no shift")
        }
        let names = Set(tally.shifts.map { $0.shift.schedule ?? "" })
        let ours = tally.shifts.filter {
            schedules.isEmpty || schedules.contains(($0.shift.schedule ?? "").lowercased())
        }
        let list = names.sorted().map { $0.isEmpty ? "one without a name" : $0 }.joined(separator: ", ")
        if schedules.isEmpty, names.count > 1 {
            return finding(
                .unknown, "the shifts are of several schedules (\(list)): name those that count under `schedules`",
                list,
                at: Place(first.path, line: first.shift.line))
        }
        guard !ours.isEmpty else {
            return finding(.unknown, "no shift is of the schedules named; found: \(list)", list)
        }
        let named = ours.filter { !isNobody($0.shift.person) }.sorted { $0.shift.start < $1.shift.start }
        var covered = start
        var holders: [String] = []
        for (shift, _) in named {
            guard shift.start <= covered else { break }
            guard shift.end.map({ $0 > covered }) ?? true else { continue }
            if !holders.contains(shift.person) { holders.append(shift.person) }
            covered = shift.end ?? end
            if covered >= end { break }
        }
        guard covered < end else {
            let who = holders.joined(separator: ", ")
            return finding(
                .pass, "on call from \(start) to \(end) without a hole: \(who)", who,
                at: named.first.map { Place($0.path, line: $0.shift.line) })
        }
        let next = named.first { $0.shift.start > covered && $0.shift.end.map { $0 > covered } ?? true }
        let until = min(next?.shift.start ?? end, end)
        let vacant = ours.first {
            isNobody($0.shift.person) && $0.shift.start < until && $0.shift.end.map { $0 > covered } ?? true
        }
        let reason = vacant.map { "; the shift there names '\($0.shift.person)'" } ?? ""
        return finding(
            .fail,
            "nobody is on call from \(covered) to \(until) (\(spelledDuration(milliseconds: until.since(covered))))\(reason)",
            "a hole from \(covered) to \(until)",
            at: (vacant ?? next).map { Place($0.path, line: $0.shift.line) } ?? Place(first.path))
    }

    package func figures(_ tally: Shifts, in context: CheckContext) -> [Figure] {
        let (start, end) = (start ?? context.release.window.start, end ?? context.release.window.end)
        let ours = tally.shifts.map(\.shift).filter {
            schedules.isEmpty || schedules.contains(($0.schedule ?? "").lowercased())
        }
        guard start < end, !ours.isEmpty, !schedules.isEmpty || Set(tally.shifts.map(\.shift.schedule)).count == 1
        else { return [] }
        var shifts: [RotaFigure.Shift] = []
        var holes: [MetricChart.Span] = []
        var covered = start
        for shift in ours.filter({ !isNobody($0.person) }).sorted(by: { $0.start < $1.start }) {
            let (from, until) = (max(shift.start, start), min(shift.end ?? end, end))
            guard from < until else { continue }
            shifts.append(.init(person: shift.person, span: .init(start: from, end: until)))
            if from > covered { holes.append(.init(start: covered, end: from)) }
            covered = max(covered, until)
        }
        if covered < end { holes.append(.init(start: covered, end: end)) }
        return [
            .rota(
                RotaFigure(
                    window: .init(start: start, end: end), shifts: Array(shifts.prefix(200)), shiftCount: shifts.count,
                    holes: Array(holes.prefix(200)), holeCount: holes.count))
        ]
    }

    private func isNobody(_ person: String) -> Bool {
        let words = person.lowercased()
        return Self.nobody.contains(words)
            || words.split(whereSeparator: { " ()[]:-".contains($0) }).contains {
                ["tbd", "tba", "unassigned", "vacant", "unfilled", "nobody"].contains($0)
            }
    }
}
