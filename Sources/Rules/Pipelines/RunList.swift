package import Model

/// Runs of workflows with the files that list them, kept whole: such a list is short.
package struct RunList: Tally {
    package typealias Entry = (run: WorkflowRun, path: String)

    private let path: String
    private var kept = Kept<Entry>()
    var all: [Entry] { kept.all }
    package var isCut: Bool { kept.isCut }

    init(path: String) { self.path = path }

    package mutating func take(_ fact: Fact) {
        if case .workflowRun(let run) = fact { kept.append((run, path)) }
    }

    package mutating func merge(_ later: RunList) { kept.merge(later.kept) }

    /// The newest run of each workflow and event on that commit, by workflow. When nobody can say which of two is newer,
    /// the one that did not succeed counts.
    func newest(on commit: String) -> [Entry] {
        var newest: [String: Entry] = [:]
        for entry in all where entry.run.commit == commit {
            let key = "\(entry.run.workflow)\u{0}\(entry.run.event)"
            if let known = newest[key]?.run {
                let (old, new) = (known.startedAt?.milliseconds ?? .min, entry.run.startedAt?.milliseconds ?? .min)
                if (old, known.attempt) > (new, entry.run.attempt) { continue }
                if (old, known.attempt) == (new, entry.run.attempt), entry.run.isSuccess { continue }
            }
            newest[key] = entry
        }
        return newest.sorted { $0.key < $1.key }.map(\.value)
    }
}

extension WorkflowRun {
    var isCompleted: Bool { status == "completed" }
    var isSuccess: Bool { isCompleted && conclusion == "success" }
    /// How it ended, or how far it is.
    var state: String { conclusion.isEmpty ? status : conclusion }
}
