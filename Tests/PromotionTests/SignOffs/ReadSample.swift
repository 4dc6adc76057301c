import Formats
import Model
import Streams
import TestKit
import Testing

@testable import Promotion

/// The green sample, read once, to be judged again and again with other exports of the ticket and other files.
struct ReadSample {
    let world: SignOffWorld
    private let loaded: LoadedRelease
    private let readings: [EvidenceReading]
    /// The form in which the security role accepts the audit.
    let form: SignOffForm

    static func shared() async throws -> ReadSample { try await once.value }

    private static let once = Task { try await ReadSample() }

    private init() async throws {
        world = try SignOffWorld()
        loaded = try Promotion.load(world.sandbox.path)
        readings = try await Promotion.read(loaded, workers: 2).filter { !$0.file.isTicket }
        let pack = Promotion.judge(loaded, readings, at: world.at, toolVersion: "test")
        form = try #require(pack.sheets.first { $0.role == "security" && $0.kind == .done }?.forms.first)
    }

    /// What sofia makes of the form by hand.
    func block(decision: String = "approve", at: Instant? = nil) -> String {
        SignOffWorld.filled(form.text(), decision: decision, at: at ?? world.at)
    }

    /// What is made of exports of the ticket, files that came back, and other files below `evidence/`.
    func pack(
        _ tickets: [EvidenceReading], files: [SubmittedSignOff] = [], evidence: [EvidenceFile] = [],
        edit: (inout Release) -> Void = { _ in }
    ) -> Pack {
        var policy = loaded.policy
        edit(&policy.release)
        let release = LoadedRelease(
            root: loaded.root, policy: policy, configuration: loaded.configuration, checks: loaded.checks,
            signers: loaded.signers, signOffs: files)
        return Promotion.judge(
            release, readings + tickets + evidence.map { EvidenceReading(file: $0) }, at: world.at, toolVersion: "test")
    }

    /// An export, as its reader understands it.
    static func export(_ bytes: [UInt8], path: String = "evidence/ticket/form.json") throws -> EvidenceReading {
        let source = ByteSource(bytes: bytes)
        let (format, recognition) = try #require(FormatCatalog.recognise(try source.preamble()))
        var reading = EvidenceReading(
            file: EvidenceFile(path: path, sha256: "", bytes: 1, format: recognition.dialect, state: .present))
        _ = try format.read(source, as: recognition.dialect) { fact in
            if case .issue(let issue) = fact { reading.tickets.append(issue) }
        }
        return reading
    }

    /// The standing of the audit's sign-off.
    static func audit(_ pack: Pack) throws -> SignOffStatus {
        try #require(pack.items.first { $0.id == "pre.audit" }).done
    }
}
