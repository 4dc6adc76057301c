import Glibc
import Model
import TestKit
import Testing

@testable import Promotion

let green = "\(packageRoot)/Tests/Samples/green"

/// When the sample is evaluated.
func sampleInstant() throws -> Instant {
    let text = String(decoding: try #require(Sandbox.bytes("\(packageRoot)/Tests/Samples/AT")), as: UTF8.self)
    return try #require(Instant(rfc3339: String(text.prefix { $0 != "\n" })))
}

/// Judges a release folder at the sample's time.
func assess(_ folder: String) async throws -> Pack {
    try await Promotion.assess(try Promotion.load(folder), at: try sampleInstant(), toolVersion: "test", workers: 2)
}

@Suite struct `The green sample` {
    /// What may be missing, since the item asks nothing that it alone tells: suites that state commit and time themselves;
    /// that there was an apply, an announcement or a comment, which the content shows with its time; a second account of the
    /// plan that was approved by its own digest.
    static let needless = [
        "evidence/pre.ci/unit/pytest.xml.meta.yml": "pre.ci",
        "evidence/pre.ci/integration/pytest.xml.meta.yml": "pre.ci",
        "evidence/pre.migrations/up-down/pytest.xml.meta.yml": "pre.migrations",
        "evidence/deploy.apply/apply.run.json": "rollback.incident",
        "evidence/post.notify/summary.json.meta.yml": "rollback.incident",
        "evidence/ticket/REL-1503.json.meta.yml": "rollback.incident",
        "evidence/deploy.plan/plan.json.meta.yml": "deploy.review",
    ]

    @Test func `proves all 22 items, and waits for nothing but sign-offs`() async throws {
        let pack = try await assess(green)
        #expect(pack.items.count == 22)
        for item in pack.items {
            #expect(
                item.judgement.proof != nil,
                "\(item.id) is \(item.verdict): \(item.checks.flatMap { $0.findings.map(\.text) })")
            #expect(item.checks.allSatisfy { $0.kind != "human-judgement" })
        }
        #expect(pack.gates.map(\.decision) == [.incomplete, .incomplete, .incomplete])
        #expect(pack.gates.flatMap(\.blocking).allSatisfy { ["sign-off", "gate"].contains($0.kind) })
        #expect(pack.gates.allSatisfy { $0.counts.values.reduce(0, +) == 22 })
    }

    @Test func `a sidecar that is a link, even one that leads nowhere, spoils its file`() async throws {
        let sandbox = Sandbox()
        sandbox.copy(green)
        let sidecar = "\(sandbox.path)/evidence/deploy.plan/plan.json.meta.yml"
        unlink(sidecar)
        symlink("/nonexistent", sidecar)
        let pack = try await assess(sandbox.path)
        #expect(pack.items.first { $0.id == "deploy.plan" }?.verdict == .error)
        #expect(pack.evidence.contains { $0.path.hasSuffix("plan.json.meta.yml") && $0.state == .unreadable })
    }

    @Test func `with any one evidence file removed, emptied, cut or corrupted passes no item that read it`()
        async throws
    {
        let sandbox = Sandbox()
        sandbox.copy(green)
        let trial = try FaultTrial(
            root: sandbox.path, baseline: try await assess(sandbox.path), at: try sampleInstant())
        var cuts = 0
        for path in Sandbox.files(below: green) where path.hasPrefix("evidence/") && !trial.readers(of: path).isEmpty {
            let original = try #require(Sandbox.bytes("\(green)/\(path)"))
            unlink("\(sandbox.path)/\(path)")
            try await trial.expectNoPass(path, "removed", but: Self.needless[path])
            sandbox.write([], to: path)
            try await trial.expectNoPass(path, "emptied")
            for (what, bytes) in trial.corruptions(of: original) {
                sandbox.write(bytes, to: path)
                try await trial.expectNoPass(path, what)
            }
            for end in trial.lineEnds(of: original) {
                sandbox.write(Array(original[..<end]), to: path)
                try await trial.expectNoPass(path, "cut after byte \(end)")
                cuts += 1
            }
            sandbox.write(original, to: path)
        }
        #expect(cuts > 400)
        #expect(try await assess(sandbox.path).items.filter { $0.judgement.proof != nil }.count == 22)
    }
}

/// Repeats the judging of a release after one of its files was damaged.
private struct FaultTrial {
    let root: String
    let loaded: LoadedRelease
    let baseline: Pack
    let baselineReadings: [EvidenceReading]
    let at: Instant

    init(root: String, baseline: Pack, at: Instant) throws {
        (self.root, self.baseline, self.at) = (root, baseline, at)
        loaded = try Promotion.load(root)
        let pairing = EvidencePairing(root: root, paths: Sandbox.files(below: root))
        let reader = EvidenceReader(loaded)
        baselineReadings = Sandbox.files(below: root).filter {
            $0.hasPrefix("evidence/") && !SidecarPairing.isSidecar($0)
        }.map {
            pairing.read($0, by: reader)
        }
    }

    /// Whether something that is read for the one file changes with the other: itself, its sidecar, a record beside it.
    private func concerns(_ path: String, _ changed: String) -> Bool {
        if path == changed || path + ".meta.yml" == changed { return true }
        let folder = { (path: String) in path.split(separator: "/").dropLast() }
        return RunRecordPairing.isRecord(changed) && folder(path) == folder(changed)
    }

    /// Items that pass and read the file, or a file that it speaks for.
    func readers(of path: String) -> [String] {
        baseline.items.filter { item in
            item.judgement.proof != nil && item.checks.contains { $0.evidence.contains { concerns($0, path) } }
        }.map(\.id)
    }

    func expectNoPass(_ path: String, _ what: String, but spared: String? = nil) async throws {
        let paths = Sandbox.files(below: root).filter { $0.hasPrefix("evidence/") }
        let pairing = EvidencePairing(root: root, paths: paths)
        let reader = EvidenceReader(loaded)
        // Only what was damaged is read again; what the others said did not change.
        var readings = baselineReadings.filter { !concerns($0.file.path, path) }
        readings += paths.filter { !SidecarPairing.isSidecar($0) && concerns($0, path) }.map {
            pairing.read($0, by: reader)
        }
        readings += pairing.orphans(by: reader)
        let settled = pairing.settled(readings).sorted { $0.file.path < $1.file.path }
        let pack = Promotion.judge(loaded, settled, at: at, toolVersion: "test")
        for id in readers(of: path) where id != spared {
            let item = try #require(pack.items.first { $0.id == id })
            #expect(item.judgement.proof == nil, "\(path) \(what): \(id) still is \(item.verdict)")
        }
    }

    func corruptions(of bytes: [UInt8]) -> [(String, [UInt8])] {
        let middle = bytes.count / 2
        var flipped = bytes
        flipped[middle] ^= 0x80
        var overwritten = bytes
        for index in middle..<min(bytes.count, middle + 16) { overwritten[index] = 0xFF }
        return [
            ("flipped in the middle", flipped), ("overwritten in the middle", overwritten),
            ("a page instead", Array("<!DOCTYPE html><title>502 Bad Gateway</title>".utf8)), ("doubled", bytes + bytes),
        ]
    }

    /// Every line end of short files; of long ones the first and last twelve and a sample between, unless
    /// `EVIDENCEPACK_EVERY_CUT` asks for all.
    func lineEnds(of bytes: [UInt8]) -> [Int] {
        let ends = bytes.indices.filter { bytes[$0] == 10 }.map { $0 + 1 }.filter { $0 < bytes.count }
        if ends.count <= 36 || getenv("EVIDENCEPACK_EVERY_CUT") != nil { return ends }
        return ends.enumerated().filter { $0.offset < 12 || $0.offset >= ends.count - 12 || $0.offset % 53 == 0 }.map(
            \.element)
    }
}
