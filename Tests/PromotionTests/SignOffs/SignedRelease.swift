import Model
import Sealing
import TestKit
import Testing

@testable import Promotion
@testable import evidencepack

/// The tool's own; Testing has one of that name.
typealias GateStatus = evidencepack.ExitStatus

/// A copy of the green sample that all its people sign with SSH keys of their own, as `evidencepack sign` would have them.
///
/// The evidence is read once; sign-offs come and go without reading it again.
struct SignedRelease {
    let sandbox = Sandbox()
    private let at: Instant
    private let loaded: LoadedRelease
    private let readings: [EvidenceReading]

    /// Who signs in which role. Both engineers wrote pull requests, so that neither can be the only approver; Mei made the
    /// plan, so that Seun accepts it.
    private static let signers: KeyValuePairs = [
        "product-lead": ["ana"], "engineering-lead": ["tomas"], "engineering": ["priya", "jonas"],
        "platform": ["seun"], "qa": ["ines"], "dba": ["farid"], "security": ["sofia"], "sre": ["luc"],
        "support-lead": ["grace"], "release-manager": ["hanna"],
    ]

    private static let keys: Sandbox = {
        let keys = Sandbox()
        let people = signers.flatMap(\.value).joined(separator: " ")
        _ = Shell("for who in \(people); do ssh-keygen -q -t ed25519 -N '' -f $who; done", in: keys.path)
        return keys
    }()

    init(_ edits: [Edit] = []) async throws {
        at = try sampleInstant()
        sandbox.copy(green)
        for edit in edits { try edit.apply(in: sandbox) }
        // Two roles have but one person, who recorded evidence herself and so could not be its only approver.
        for (path, by) in [
            ("evidence/pre.audit/audit.run.json", "sofia"), ("evidence/rollback.snapshot/drill.run.json", "farid"),
        ] {
            guard let bytes = Sandbox.bytes("\(sandbox.path)/\(path)") else { continue }
            let text = String(decoding: bytes, as: UTF8.self)
            sandbox.write(Array(text.replacing("\"by\": \"\(by)\"", with: "\"by\": null").utf8), to: path)
        }
        let lines = Self.signers.flatMap(\.value).map { who in
            let key = String(decoding: Sandbox.bytes("\(Self.keys.path)/\(who).pub") ?? [], as: UTF8.self)
            return "\(who)@example.com \(key.split(separator: " ").prefix(2).joined(separator: " "))\n"
        }
        sandbox.write(Array(lines.joined().utf8), to: "allowed_signers")
        loaded = try Promotion.load(sandbox.path)
        readings = try await Promotion.read(loaded, workers: 2)
    }

    /// What the sign-offs that lie there come to.
    /// - Parameter gate: as `gate --before` decides it; else as `build` does.
    func pack(before gate: String? = nil) throws -> Pack {
        var loaded = try Promotion.load(sandbox.path)
        if let rule = loaded.policy.gates.first(where: { $0.id == gate }) {
            loaded.judgesInRetrospect = rule.after != nil
        }
        return Promotion.judge(loaded, readings, at: at, toolVersion: "test")
    }

    /// The exit status that `gate --before` would end in.
    static func status(of gate: String, in pack: Pack) throws -> GateStatus {
        GateStatus(try #require(pack.gates.first { $0.id == gate }))
    }

    /// Signs all that can be signed of what the release says now, in place of what was signed before: for the first gate
    /// before the apply, for the second right after it.
    /// - Parameter judged: the release as it was judged already, with whatever sign-offs.
    func sign(_ judged: Pack? = nil) throws {
        let pack = try judged ?? pack()
        _ = Shell("rm -rf signoffs", in: sandbox.path)
        let apply = try #require(loaded.policy.gates.first { $0.id == "apply" })
        for (role, people) in Self.signers {
            for who in people {
                func submit(_ items: [String], _ kind: SignOff.Kind, _ time: String) throws {
                    guard !items.isEmpty else { return }
                    var signOff = try SignOffDraft(
                        items, kind: kind, role: role, by: who, decision: .approve, note: "", in: pack
                    ).signOff
                    signOff.at = try #require(Instant(rfc3339: time))
                    let name = "signoffs/\(who)-\(kind.rawValue)-\(items[0] == "*" ? "all" : items[0]).md"
                    sandbox.write(Array(SignOffBlock.text(of: signOff).utf8), to: name)
                }
                let theirs = pack.items.filter { $0.signers[role] != nil && $0.judgement.proof != nil }.map(\.id)
                if pack.items.contains(where: { $0.owner == role }) { try submit(["*"], .ready, Self.beforeApply) }
                try submit(theirs.filter(apply.done.contains), .done, Self.beforeApply)
                try submit(theirs.filter { $0 == "deploy.apply" }, .done, Self.afterApply)
                try submit(theirs.filter { !apply.done.contains($0) && $0 != "deploy.apply" }, .done, "\(at)")
                let run = Shell(
                    "ssh-keygen -q -Y sign -n evidencepack -f \(Self.keys.path)/\(who) signoffs/\(who)-*.md",
                    in: sandbox.path)
                try #require(run.status == 0, "\(run.err)")
            }
        }
    }

    /// Takes over the sign-offs of another copy.
    func takeSignOffs(of other: SignedRelease) {
        _ = Shell("rm -rf signoffs && cp -r '\(other.sandbox.path)/signoffs' .", in: sandbox.path)
    }

    /// When the sample's apply started and ended, as its record says.
    private static let (beforeApply, afterApply): (String, String) = {
        let record = Sandbox.bytes("\(green)/evidence/deploy.apply/apply.run.json") ?? []
        let text = String(decoding: record, as: UTF8.self)
        func time(_ key: String) -> String {
            text.split(separator: "\"\(key)\": \"").last.map { String($0.prefix { $0 != "\"" }) } ?? ""
        }
        return (time("startedAt"), time("endedAt"))
    }()
}
