import Glibc
import Model
import TestKit
import Testing

@testable import Promotion
@testable import evidencepack

/// The undamaged release with all its sign-offs, made once.
private actor Undamaged {
    static let shared = Undamaged()
    private var release: Task<SignedRelease, any Error>?

    func signed() async throws -> SignedRelease {
        let task =
            release
            ?? Task {
                let release = try await SignedRelease()
                try release.sign()
                return release
            }
        release = task
        return try await task.value
    }
}

/// With every sign-off given, nothing but the evidence can close a gate.
@Suite(.enabled(if: Shell.has("ssh-keygen"), "ssh-keygen is not installed")) struct `The signed defect catalogue` {
    /// All, or in everyday tests one in seventy.
    static let defects = Defect.all.enumerated().filter { index, _ in
        getenv("EVIDENCEPACK_EVERY_DEFECT") != nil || index % 70 == 7
    }.map(\.element)

    @Test func `is of a release whose three gates are GO when nothing is wrong`() async throws {
        let pack = try await Undamaged.shared.signed().pack()
        #expect(pack.gates.map(\.id) == ["apply", "deploy", "close"])
        for gate in pack.gates {
            #expect(gate.decision == .go, "\(gate.blocking.map { "\($0.item): \($0.why)" })")
            #expect(GateStatus(gate) == .done)
            #expect(gate.doneSigned == gate.doneRequired && gate.readySigned == gate.readyRequired)
        }
        #expect(pack.signOffs.allSatisfy { $0.refusal == nil && $0.assurance == .signature })
    }

    @Test(arguments: defects)
    func `closes the last gate with the status of its worst verdict, whether it was signed before or afterwards`(
        defect: Defect
    ) async throws {
        let release = try await SignedRelease(defect.edits)
        release.takeSignOffs(of: try await Undamaged.shared.signed())
        let before = try release.pack()
        try release.sign(before)
        let after = try release.pack()
        for (pack, isSignedAnew) in [(before, false), (after, true)] {
            let gates = pack.gates.map { "\($0.id): \($0.blocking.map { "\($0.kind) \($0.item): \($0.why)" })" }
            for gate in pack.gates { #expect(gate.isOpen == (GateStatus(gate) == .done), "\(gates)") }
            let status = try SignedRelease.status(of: "close", in: pack)
            #expect(
                status == Self.expected(defect, pack, isSignedAnew: isSignedAnew),
                "\(status), signed anew: \(isSignedAnew), \(gates)")
            #expect(!isSignedAnew || pack.signOffs.allSatisfy { $0.refusal == nil })
        }
    }

    private static func expected(_ defect: Defect, _ pack: Pack, isSignedAnew: Bool) -> GateStatus {
        // Somebody who holds the role no more has signed.
        if !isSignedAnew, pack.signOffs.contains(where: { $0.refusal != nil }) { return .integrity }
        // Whoever made the evidence is unknown, so that a single signer may have made it.
        let isOfNobody = pack.gates.flatMap(\.blocking).contains {
            $0.kind == "integrity" && $0.why.contains("made the evidence and is nobody in release.yml")
        }
        if isOfNobody { return .integrity }
        // A step that is dated before its gate was open fails the gate after it, whatever its own verdict.
        let isPremature = pack.gates.flatMap(\.blocking).contains { $0.why.contains("was open (last sign-off: ") }
        return switch Judgement.worst(of: Array(defect.turns.values)).verdict {
        case .error: .evaluationError
        case .fail: .failed
        case .unknown: isPremature ? .failed : .unknownEvidence
        // What only warns keeps no gate closed; yet who signed before did not see it.
        default: isPremature ? .failed : isSignedAnew ? .done : .missingSignOffs
        }
    }
}
