internal import Model
internal import Streams

/// Deployments of a GitHub repository, and the states of one, from the REST API.
struct GitHubDeployments: EvidenceFormat {
    let id = "github-deployments"
    let title = "GitHub deployments and their states"
    let producedBy = [
        "gh api 'repos/OWNER/REPO/deployments?sha=SHA&environment=production'",
        "gh api repos/OWNER/REPO/deployments/ID/statuses",
    ]
    let facts: [FactKind] = [.deployment, .gap]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let json = preamble.json, let row = json.isArray ? json.first : json else { return nil }
        if row.has("deployment_url"), row.has("state") {
            return Recognition(dialect: "github-deployments/states", because: "`deployment_url` and `state`")
        }
        guard row.has("sha"), row.has("environment"), row.has("statuses_url"), !row.has("state") else { return nil }
        return Recognition(dialect: "github-deployments/rest", because: "`sha`, `environment` and `statuses_url`")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        // `gh api --paginate` writes one array after the other.
        let json = JSONReader(source, mode: .sequence)
        let isState = dialect == "github-deployments/states"
        var count = 0
        while try json.nextDocument() {
            guard try json.kind() == .array else {
                try row(json, isState, emit)
                continue
            }
            try json.array { _ in
                try row(json, isState, emit)
                count += 1
            }
        }
        // Lengths of a page, behind which GitHub does not say that there is another.
        if count == 30 || count == 100 {
            try emit(.gap(EvidenceGap(reason: "exactly \(count) entries: there may be another page", line: 1)))
        }
        return Reading()
    }

    private func row(_ json: JSONReader, _ isState: Bool, _ emit: (Fact) throws -> Void) throws {
        let line = json.line
        var (id, url, state, at): (String?, String?, String?, String?)
        var (environment, ref, commit): (String?, String?, String?)
        try json.object { key in
            switch key {
            case "id": id = try json.number()
            case "deployment_url": url = try json.string()
            case "state": state = try json.string()
            case "environment": environment = try json.optionalString()
            case "ref": ref = try json.optionalString()
            case "sha": commit = try json.optionalString()
            case "created_at": at = try json.string()
            default: break
            }
        }
        let deployment = isState ? url?.split(separator: "/").last.map { String($0) } : id
        guard let deployment, (state != nil) == isState, let time = at.flatMap(Instant.init(gitHub:)) else {
            throw StreamProblem(
                id: "github.missing-field",
                message: "a deployment has no id, state or `created_at`",
                advice: "Export it again with `gh api`, as the documentation says.", line: line)
        }
        var found = Deployment(id: deployment, line: line)
        found.environment = environment.flatMap { $0.isEmpty ? nil : $0 }
        (found.ref, found.commit, found.state, found.at) = (ref, commit, state, time)
        try emit(.deployment(found))
    }
}
