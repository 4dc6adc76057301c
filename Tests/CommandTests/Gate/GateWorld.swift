import Glibc
import TestKit

/// A small release folder whose gates can be opened and closed: three items over one file each, real SSH keys, and the
/// command line as a user has it. The plan's digest comes from a list of checksums.
struct GateWorld {
    let sandbox = Sandbox()
    private static let keys: Sandbox = {
        let keys = Sandbox()
        _ = Shell("for who in quinn sofia mei stranger; do ssh-keygen -q -t ed25519 -N '' -f $who; done", in: keys.path)
        return keys
    }()

    static let right = "[{\"ok\": true}]"

    /// Every answer is right, and nothing is signed.
    init(rules: String = GateWorld.rules, terraform: String = "") {
        write(
            """
            schema: evidencepack/release/1
            train: "1.50"
            version: 1.50.3
            tag: v1.50.3
            commit: \(String(repeating: "a", count: 40))
            base: main
            environment: {from: staging, to: production}
            ticket: REL-1
            window: {start: 2026-11-24T18:00:00Z, end: 2026-11-24T22:00:00Z}
            \(terraform)
            people:
              - {id: quinn, name: Quinn Mora, roles: [qa], keys: [quinn@example.com]}
              - {id: sofia, name: Sofia Marino, roles: [security], keys: [sofia@example.com]}
              - {id: mei, name: Mei Tanaka, roles: [platform], keys: [mei@example.com]}

            """, to: "release.yml")
        write(
            """
            # Promotion checklist 1.50
            ## Pre-Promotion Gate
            - [ ] The first answer is right.
            - [ ] The second answer is right.
            ## Post-Deployment Verification
            - [ ] The last answer is right.

            """, to: "checklist.md")
        write(rules, to: "rules.yml")
        let signers = ["quinn", "sofia", "mei"].map { "\($0)@example.com \(publicKey(of: $0))\n" }.joined()
        write(signers, to: "allowed_signers")
        for name in ["pre.first", "pre.second", "post.last"] { write(Self.right, to: "evidence/\(name)/a.json") }
    }

    static let rules = """
        schema: evidencepack/rules/1
        gates:
          apply: {done: [pre.*], ready: ["*"]}
          close: {after: apply, done: ["*"]}
        items:
          pre.first:
            match: first answer
            owner: qa
            checks: [{records-match: {expect: [ok = true]}}]
          pre.second:
            match: second answer
            owner: security
            checks: [{records-match: {expect: [ok = true]}}]
          post.last:
            match: last answer
            owner: platform
            checks: [{records-match: {expect: [ok = true]}}]

        """

    func write(_ text: String, to name: String) { sandbox.write(Array(text.utf8), to: name) }

    func edit(_ name: String, _ old: String, _ new: String) {
        let text = String(decoding: Sandbox.bytes("\(sandbox.path)/\(name)") ?? [], as: UTF8.self)
        write(text.replacing(old, with: new), to: name)
    }

    func publicKey(of person: String) -> String {
        String(decoding: Sandbox.bytes("\(Self.keys.path)/\(person).pub") ?? [], as: UTF8.self)
            .split(separator: " ").prefix(2).joined(separator: " ")
    }

    static func key(of person: String) -> String { "\(keys.path)/\(person)" }

    static let roles = ["quinn": "qa", "sofia": "security", "mei": "platform"]

    /// Signs as a person does, through the tool.
    @discardableResult func sign(
        _ item: String, by person: String, kind: String = "done", key: String? = nil, _ more: String...
    ) -> Run {
        Run(
            ["sign", sandbox.path, "--item", item, "--kind", kind, "--role", Self.roles[person] ?? "", "--by", person]
                + ["--key", Self.key(of: key ?? person)] + more)
    }

    /// All that the gate `apply` waits for.
    func signAll() {
        sign("pre.first", by: "quinn")
        sign("pre.second", by: "sofia")
        sign("post.last", by: "mei", kind: "ready")
    }

    func gate(_ words: String...) -> Run { Run(["gate", sandbox.path, "--before", "apply"] + words) }

    /// The gate with a command, run in the release folder.
    func gate(script: String) -> Run { Run(script: script, in: sandbox.path) }
}
