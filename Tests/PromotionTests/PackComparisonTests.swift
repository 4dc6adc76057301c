import Model
import Testing

@testable import Promotion

/// A pack.json with one gate, one item of one check, one waiver and one file, in which texts can be replaced.
private func pack(_ edits: (String, String)...) throws -> ComparedPack {
    var text = #"""
        {"schema": "evidencepack/pack/1", "at": "2026-11-24T14:18:00Z",
         "release": {"tag": "v1.50.3", "commit": "abc", "environment": {"from": "staging", "to": "production"}},
         "gates": [{"id": "apply", "decision": "GO", "rule":
           {"after": null, "done": ["pre.metrics"], "ready": ["pre.qa"], "assurance": "ticket"}}],
         "items": [{"id": "pre.metrics", "text": "healthy", "owner": "platform", "verdict": "pass", "asOf": null,
           "signers": {"platform": 2}, "signOffs": {"ready": {"state": "missing"}, "done": {"state": "signed"}},
           "checks": [{"id": "p95", "kind": "series-within", "verdict": "pass", "gate": true,
             "rule": {"files": ["m/**"], "about": ["commit"], "max_age": 3600000, "after": null, "from": null,
               "parameters": {"limit": "< 300ms", "allow": "0", "series": "p95", "kpis": ["a p(95) < 1s", "b"]}},
             "findings": [{"verdict": "pass", "message": "kept", "observed": "worst 280ms", "limit": "< 300ms"}]}]}],
         "waivers": [{"id": "W-1", "item": "pre.audit", "check": "x", "state": "unused", "until": "2026-12-01T00:00:00Z"}],
         "configuration": [{"path": "rules.yml", "sha256": "11"}],
         "evidence": [{"path": "evidence/m.csv", "sha256": "22"}]}
        """#
    for (old, new) in edits {
        #expect(text.contains(old))
        text = text.split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
    }
    return try ComparedPack(Array(text.utf8))
}

@Suite struct `Comparing packs` {
    @Test func `finds nothing between a pack and itself`() throws {
        #expect(PackComparison.changes(from: try pack(), to: try pack()).all.isEmpty)
    }

    @Test(
        arguments: [
            ("\"< 300ms\", \"allow\"", "\"< 0.5s\", \"allow\"", PackChange.Kind.loosened, "limit of check p95"),
            ("\"< 300ms\", \"allow\"", "\"<= 300ms\", \"allow\"", .loosened, "limit of check p95"),
            ("\"< 300ms\", \"allow\"", "\"< 200ms\", \"allow\"", .tightened, "limit of check p95"),
            ("\"< 300ms\", \"allow\"", "\"> 300ms\", \"allow\"", .changed, "limit of check p95"),
            ("\"< 300ms\", \"allow\"", "\"< 300%\", \"allow\"", .changed, "limit of check p95"),
            ("\"allow\": \"0\"", "\"allow\": \"3\"", .loosened, "allow of check p95"),
            ("\"allow\": \"0\", ", "", .changed, "allow of check p95"),
            ("\"series\": \"p95\"", "\"series\": \"p9\"", .changed, "series of check p95"),
            ("a p(95) < 1s", "a p(95) < 2s", .loosened, "kpis of check p95"),
            (", \"b\"]", "]", .changed, "kpis of check p95"),
            ("\"max_age\": 3600000", "\"max_age\": null", .loosened, "greatest age of evidence of check p95"),
            ("\"max_age\": 3600000", "\"max_age\": 60000", .tightened, "greatest age of evidence of check p95"),
            ("[\"commit\"]", "[]", .loosened, "check p95 is about"),
            ("\"gate\": true", "\"gate\": false", .loosened, "check p95 counts for gates"),
            ("\"platform\": 2", "\"platform\": 1", .loosened, "people of platform who must sign"),
            ("\"platform\": 2", "\"platform\": 2, \"qa\": 1", .tightened, "people of qa who must sign"),
            ("\"assurance\": \"ticket\"", "\"assurance\": \"file\"", .loosened, "least assurance of sign-offs"),
            ("\"done\": [\"pre.metrics\"]", "\"done\": []", .loosened, "items that must be done"),
            (
                "\"done\": [\"pre.metrics\"]", "\"done\": [\"pre.metrics\", \"pre.qa\"]", .tightened,
                "items that must be done"
            ),
            ("\"ready\": [\"pre.qa\"]", "\"ready\": []", .loosened, "items that must be ready"),
            ("\"id\": \"p95\"", "\"id\": \"p99\"", .loosened, "check p95 is gone"),
            ("\"state\": \"unused\"", "\"state\": \"used\"", .loosened, "state"),
            ("2026-12-01", "2026-12-09", .loosened, "until"), ("\"W-1\"", "\"W-2\"", .loosened, "is new"),
            ("\"id\": \"apply\"", "\"id\": \"close\"", .loosened, "is gone"),
            ("\"GO\"", "\"NO_GO\"", .worse, "decision"),
            ("\"state\": \"signed\"", "\"state\": \"stale\"", .signOffLost, "'done' sign-off"),
            ("worst 280ms", "worst 290ms", .moved, "check p95 (< 300ms)"),
            ("\"22\"", "\"33\"", .evidence, "is another file"),
            ("\"22\"", "\"\"", .evidence, "is gone"), ("\"11\"", "\"12\"", .changed, "file rules.yml"),
        ] as [(String, String, PackChange.Kind, String)])
    func `says what a difference means`(old: String, new: String, kind: PackChange.Kind, what: String) throws {
        let changes = PackComparison.changes(from: try pack(), to: try pack((old, new))).all
        #expect(changes.contains { $0.kind == kind && $0.what == what }, "\(changes)")
        // What got stricter is never said to be looser, nor the other way round.
        let opposite: PackChange.Kind = kind == .loosened ? .tightened : .loosened
        #expect(kind == .changed || !changes.contains { $0.kind == opposite && $0.what == what })
    }

    @Test func `names a verdict that got worse with its reason, and puts what got looser first`() throws {
        let later = try pack(
            ("\"verdict\": \"pass\", \"asOf\"", "\"verdict\": \"fail\", \"asOf\""),
            ("\"verdict\": \"pass\", \"gate\"", "\"verdict\": \"fail\", \"gate\""),
            ("{\"verdict\": \"pass\", \"message\": \"kept\"", "{\"verdict\": \"fail\", \"message\": \"too slow\""),
            ("\"platform\": 2", "\"platform\": 1"))
        let changes = PackComparison.changes(from: try pack(), to: later)
        #expect(changes.all.first?.kind == .loosened)
        #expect(changes.of(.worse).contains { $0.after == "fail: too slow" })
        #expect(PackComparison.changes(from: later, to: try pack()).of(.better).contains { $0.what == "verdict" })
    }

    @Test func `refuses what is no pack`() {
        for text in ["", "{}", "[]", #"{"schema": "evidencepack/pack/2"}"#, #"{"schema": "evidencepack/pack/1""#] {
            #expect(throws: Problem.self) { try ComparedPack(Array(text.utf8)) }
        }
    }
}
