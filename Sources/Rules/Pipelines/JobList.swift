import Model

/// Jobs and checks with the files that list them; of several attempts the last one counts.
struct JobList: Tally {
    typealias Entry = (job: PipelineJob, path: String)

    private let path: String
    private var kept = Kept<Entry>()
    private var all: [Entry] { kept.all }
    var isCut: Bool { kept.isCut }

    init(path: String) { self.path = path }

    mutating func take(_ fact: Fact) {
        if case .job(let job) = fact { kept.append((job, path)) }
    }

    mutating func merge(_ later: JobList) { kept.merge(later.kept) }

    /// What the jobs of the commit add to its newest runs: each job is judged with its run, or alone if it has none there.
    func findings(on commit: String, beside newest: [RunList.Entry], of runs: [RunList.Entry]) -> [Finding] {
        let listed = Set(runs.map(\.run.id))
        let current = Dictionary(newest.map { ($0.run.id, $0.run) }) { first, _ in first }
        var findings: [Finding] = []
        for (job, path) in latest {
            let place = Place(path, line: job.line)
            if let id = job.run, listed.contains(id) {
                // A run that is not the newest any more says nothing, nor do its jobs.
                guard let run = current[id] else { continue }
                if let finding = finding(job, in: run, at: place) { findings.append(finding) }
            } else if job.commit == nil || job.commit == commit {
                if let finding = finding(job, isOurs: job.commit == commit, at: place) { findings.append(finding) }
            }
        }
        return findings
    }

    /// The last attempt of each job, in the order of the files; when two may be the last, the one that did not succeed.
    private var latest: [Entry] {
        var indices: [String: Int] = [:]
        for (index, entry) in all.enumerated() {
            let key = [entry.job.run ?? "", entry.job.commit ?? "", entry.job.workflow, entry.job.name]
                .joined(separator: "\u{0}")
            if let known = indices[key].map({ all[$0].job }) {
                let (old, new) = (order(known), order(entry.job))
                if old > new || old == new && entry.job.isSuccess { continue }
            }
            indices[key] = index
        }
        return indices.values.sorted().map { all[$0] }
    }

    private func order(_ job: PipelineJob) -> (Int, Int64) { (job.attempt, job.startedAt?.milliseconds ?? .min) }

    /// A job of a run may have been left out; in one that succeeded, a job that failed was allowed to, and is shown.
    private func finding(_ job: PipelineJob, in run: WorkflowRun, at place: Place) -> Finding? {
        if job.isSuccess || job.status == "completed" && ["skipped", "neutral"].contains(job.conclusion) { return nil }
        guard run.isSuccess else {
            let verdict: Verdict = job.mayFail ? .warn : run.isCompleted ? .fail : .unknown
            return Finding(
                verdict, "in '\(run.workflow)' the job '\(job.name)' is \(job.state)", observed: job.state,
                limit: "success", at: place)
        }
        let isOver = job.status == "completed" || job.mayFail
        return Finding(
            isOver ? .warn : .unknown,
            "'\(run.workflow)' succeeded although its job '\(job.name)' is \(job.state)\(job.mayFail ? ", which it may be" : "")",
            observed: job.state, limit: "success", at: place)
    }

    /// A check of its own; one that was skipped did not check anything.
    private func finding(_ job: PipelineJob, isOurs: Bool, at place: Place) -> Finding? {
        if job.isSuccess {
            guard !isOurs else { return nil }
            return Finding(
                .unknown, "nothing states on which commit the job '\(job.name)' ran", observed: "no commit", at: place)
        }
        let verdict: Verdict =
            job.status != "completed" ? .unknown : job.mayFail || job.conclusion == "neutral" ? .warn : .fail
        return Finding(
            verdict, "the job '\(job.name)' is \(job.state)", observed: job.state, limit: "success", at: place)
    }
}

extension PipelineJob {
    fileprivate var isSuccess: Bool { status == "completed" && conclusion == "success" }
    fileprivate var state: String { conclusion.isEmpty ? status : conclusion }
}
