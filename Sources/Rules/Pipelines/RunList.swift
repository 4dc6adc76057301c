package import Model

/// Runs of workflows with the files that list them, kept whole: such a list is short.
package struct RunList: Tally {
    package typealias Entry = (run: WorkflowRun, path: String)

    private static let most = 100_000

    private let path: String
    private(set) var all: [Entry] = []

    init(path: String) { self.path = path }

    package mutating func take(_ fact: Fact) {
        if case .workflowRun(let run) = fact, all.count < Self.most { all.append((run, path)) }
    }

    package mutating func merge(_ later: RunList) { all += later.all }

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
