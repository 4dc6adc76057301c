package import Model
import Streams

/// Compares what two packs say: gates, verdicts, rules, waivers, sign-offs and evidence.
package struct PackComparison {
    let old: ComparedPack
    let new: ComparedPack

    /// Everything that differs; what weighs most first, then in the order of the newer pack.
    package static func changes(from old: ComparedPack, to new: ComparedPack) -> PackChanges {
        let comparison = PackComparison(old: old, new: new)
        let all = comparison.release + comparison.gates + comparison.items + comparison.waivers + comparison.evidence
        let ranked = PackChange.Kind.allCases.flatMap { kind in all.filter { $0.kind == kind } }
        return PackChanges(since: old.earlier, ranked)
    }

    private var release: [PackChange] {
        let fields = ["tag", "train", "commit", "base", "ticket", "host"].map { key in
            (key, old.root["release"]?[key]?.shown, new.root["release"]?[key]?.shown)
        }
        let environments = ["from", "to"].map { key in
            (
                "environment.\(key)", old.root["release"]?["environment"]?.text(key),
                new.root["release"]?["environment"]?.text(key)
            )
        }
        let files = paired(old.list("configuration"), new.list("configuration"), by: "path").map { file in
            ("file \(file.id)", file.old?.text("sha256").map(short), file.new?.text("sha256").map(short))
        }
        return (fields + environments + files).compactMap { what, before, after in
            before == after ? nil : PackChange(.changed, "release", what, from: before, to: after)
        }
    }

    private func short(_ sha256: String) -> String { "sha256:\(sha256.prefix(12))" }

    private var gates: [PackChange] {
        paired(old.list("gates"), new.list("gates"), by: "id").flatMap { id, old, new -> [PackChange] in
            guard let new else { return [PackChange(.loosened, "gate \(id)", "is gone", from: id, to: nil)] }
            guard let old else { return [PackChange(.tightened, "gate \(id)", "is new", from: nil, to: id)] }
            var changes: [PackChange] = []
            let (before, after) = (old.text("decision") ?? "", new.text("decision") ?? "")
            if before != after {
                let order = ["GO", "GO_WITH_WAIVERS", "INCOMPLETE", "NO_GO"]
                let isWorse = order.firstIndex(of: after) ?? 4 > order.firstIndex(of: before) ?? 4
                changes.append(
                    PackChange(isWorse ? .worse : .better, "gate \(id)", "decision", from: before, to: after))
            }
            return changes + RuleComparison(subject: "gate \(id)").gate(old["rule"], new["rule"])
        }
    }

    private var items: [PackChange] {
        paired(old.list("items"), new.list("items"), by: "id").flatMap { id, old, new -> [PackChange] in
            guard let new else {
                return [PackChange(.loosened, id, "is no longer on the checklist", from: old?.text("text"), to: nil)]
            }
            guard let old else { return [PackChange(.tightened, id, "is new", from: nil, to: new.text("text"))] }
            var changes = ["text", "owner"].compactMap { key -> PackChange? in
                let (before, after) = (old[key]?.shown, new[key]?.shown)
                return before == after
                    ? nil : PackChange(.changed, id, key == "text" ? "wording" : key, from: before, to: after)
            }
            changes += RuleComparison(subject: id).signers(old["signers"], new["signers"])
            changes += RuleComparison(subject: id).value("as_of", old["asOf"], new["asOf"])
            changes += verdicts(id, old, new) + signOffs(id, old, new)
            for check in paired(old["checks"]?.elements ?? [], new["checks"]?.elements ?? [], by: "id") {
                changes += self.check(check.id, of: id, check.old, check.new)
            }
            return changes
        }
    }

    private func severity(_ word: String?) -> Int? { word.flatMap(Verdict.init(rawValue:))?.severity }

    /// Worse or better by the order of verdicts; from or to a neutral one is neither.
    private func verdict(_ subject: String, _ what: String, _ before: String, _ after: String, _ why: String)
        -> PackChange?
    {
        guard before != after else { return nil }
        let kind: PackChange.Kind =
            if let old = severity(before), let new = severity(after) { new > old ? .worse : .better } else {
                severity(after) ?? 0 > 1 ? .worse : .changed
            }
        return PackChange(kind, subject, what, from: before, to: after + why)
    }

    private func verdicts(_ id: String, _ old: JSONNode, _ new: JSONNode) -> [PackChange] {
        let (before, after) = (old.text("verdict") ?? "", new.text("verdict") ?? "")
        let decisive = (new["checks"]?.elements ?? []).first { $0.text("verdict") == after }?["findings"]?.elements?
            .first { $0.text("verdict") == after }
        let why = ["pass", "not_due"].contains(after) ? "" : decisive?.text("message").map { ": \($0)" } ?? ""
        return verdict(id, "verdict", before, after, why).map { [$0] } ?? []
    }

    private func check(_ id: String, of item: String, _ old: JSONNode?, _ new: JSONNode?) -> [PackChange] {
        guard let new else {
            return [PackChange(.loosened, item, "check \(id) is gone", from: old?.text("kind"), to: nil)]
        }
        guard let old else {
            return [PackChange(.tightened, item, "check \(id) is new", from: nil, to: new.text("kind"))]
        }
        var changes = RuleComparison(subject: item).check(id, old, new)
        let (before, after) = (old.text("verdict") ?? "", new.text("verdict") ?? "")
        if (old["findings"]?.elements?.count ?? 0) + (new["findings"]?.elements?.count ?? 0) > 0, before == after {
            changes += findings(id, of: item, old["findings"]?.elements ?? [], new["findings"]?.elements ?? [])
        } else if let change = verdict(item, "check \(id)", before, after, "") {
            changes.append(change)
        }
        return changes
    }

    /// Findings against the release that came or went, and values that moved where just one is observed.
    private func findings(_ id: String, of item: String, _ old: [JSONNode], _ new: [JSONNode]) -> [PackChange] {
        func against(_ findings: [JSONNode]) -> [String] {
            findings.filter { severity($0.text("verdict")) ?? 0 > 0 }.compactMap { $0.text("message") }
        }
        let (before, after) = (against(old), against(new))
        var changes = Set(after).subtracting(before).sorted().prefix(20).map {
            PackChange(.worse, item, "check \(id): new finding", from: nil, to: $0)
        }
        changes += Set(before).subtracting(after).sorted().prefix(20).map {
            PackChange(.better, item, "check \(id): finding gone", from: $0, to: nil)
        }
        if let one = old.first, let other = new.first, old.count == 1, new.count == 1, changes.isEmpty,
            one.text("limit") == other.text("limit"), one.text("observed") != other.text("observed")
        {
            changes.append(
                PackChange(
                    .moved, item, "check \(id)\(other.text("limit").map { " (\($0))" } ?? "")",
                    from: one.text("observed"), to: other.text("observed")))
        }
        return changes
    }

    private func signOffs(_ id: String, _ old: JSONNode, _ new: JSONNode) -> [PackChange] {
        SignOff.Kind.allCases.compactMap { kind in
            let (before, after) = (old["signOffs"]?[kind.rawValue], new["signOffs"]?[kind.rawValue])
            let (was, now) = (before?.text("state") ?? "", after?.text("state") ?? "")
            guard was != now else { return nil }
            let why = after?.text("why").map { ": \($0)" } ?? ""
            let isLost = was == "signed"
            let change: PackChange.Kind = isLost ? .signOffLost : now == "signed" ? .better : .changed
            return PackChange(change, id, "'\(kind.rawValue)' sign-off", from: was, to: now + why)
        }
    }

    private var waivers: [PackChange] {
        paired(old.list("waivers"), new.list("waivers"), by: "id").flatMap { id, old, new -> [PackChange] in
            let subject = "waiver \(id)"
            let covers = "\((new ?? old)?.text("item") ?? "?") \((new ?? old)?.text("check") ?? "?")"
            guard let new else { return [PackChange(.tightened, subject, "is gone", from: covers, to: nil)] }
            guard let old else { return [PackChange(.loosened, subject, "is new", from: nil, to: covers)] }
            return ["item", "check", "state", "until", "reason", "approver", "riskOwner"].compactMap { key in
                let (before, after) = (old[key]?.shown, new[key]?.shown)
                guard before != after else { return nil }
                let isLooser = key == "state" && after == "used" || key == "until" && (after ?? "") > (before ?? "")
                return PackChange(isLooser ? .loosened : .changed, subject, key, from: before, to: after)
            }
        }
    }

    private func digest(_ file: JSONNode?) -> String? {
        file?.text("sha256").flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Files by path; their digests are in both packs.
    private var evidence: [PackChange] {
        paired(old.list("evidence"), new.list("evidence"), by: "path").compactMap { path, old, new in
            // A file that a sidecar names and that is not there is listed without a digest.
            let (before, after) = (digest(old), digest(new))
            guard before != after else { return nil }
            let what = before == nil ? "is new" : after == nil ? "is gone" : "is another file"
            return PackChange(.evidence, path, what, from: before.map(short), to: after.map(short))
        }
    }
}
