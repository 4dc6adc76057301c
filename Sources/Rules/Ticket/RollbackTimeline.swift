import Model

/// The timeline of a rollback, from lines such as `Rollback started: …` in the ticket, on the status page or in the pager.
struct RollbackTimeline {
    enum Step: String, CaseIterable {
        case started = "Rollback started:"
        case decision = "Decision:"
        case action = "Action:"
        case ended = "Rollback ended:"
    }

    struct Entry {
        let step: Step
        let text: String
        let at: Instant
        let place: Place
    }

    /// By time; the steps of one moment in the order of a rollback.
    private(set) var entries: [Entry] = []
    /// Why lines that look like a part of it do not count.
    private(set) var flaws: [String] = []

    init(_ comments: [TicketComment], _ page: StatusEntries, at now: Instant) {
        for comment in comments {
            let lines = comment.lines.own.filter { Self.step(of: $0) != nil }
            guard !lines.isEmpty else { continue }
            if let flaw = comment.flaw(at: now) {
                flaws.append("a comment \(flaw)")
            } else if let at = comment.at {
                for line in lines { add(line, at, comment.place) }
            }
        }
        for (entry, path) in page.all {
            for update in entry.updates {
                guard let at = update.at, at <= now else { continue }
                for line in CommentLines(update.text).own { add(line, at, Place(path, line: entry.line)) }
            }
        }
        let order = Step.allCases
        entries.sort {
            ($0.at.milliseconds, order.firstIndex(of: $0.step) ?? 0)
                < ($1.at.milliseconds, order.firstIndex(of: $1.step) ?? 0)
        }
    }

    static func step(of line: String) -> Step? {
        Step.allCases.first { line.lowercased().hasPrefix($0.rawValue.lowercased()) }
    }

    /// A line that begins with a time tells of then; it cannot tell of what came after it was written.
    private mutating func add(_ line: String, _ written: Instant, _ place: Place) {
        guard let step = Self.step(of: line) else { return }
        let text = line.dropFirst(step.rawValue.count).drop { $0 == " " }
        let stated = text.split(separator: " ").first.flatMap { word in
            Instant(rfc3339: String(word)) ?? Instant(rfc3339: word.hasSuffix("Z") ? word.dropLast() + ":00Z" : "")
        }
        if let stated, stated > written {
            flaws.append("'\(line.prefix(60))' tells of a time after it was written")
        } else if text.isEmpty {
            flaws.append("'\(line)' says nothing")
        } else {
            entries.append(Entry(step: step, text: String(text), at: stated ?? written, place: place))
        }
    }
}
