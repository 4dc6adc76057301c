internal import Model
internal import Streams

/// The text that `terraform apply prod.plan` prints, bare or inside a CI log (FORMATS-OPS.md §1.4).
struct TerraformApplyLog: EvidenceFormat {
    let id = "terraform-apply-log"
    let title = "terraform apply, as text"
    let producedBy = ["terraform apply -no-color -input=false prod.plan"]
    let facts: [FactKind] = [.appliedChange, .apply, .gap]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let found = TerraformLog(preamble), found.isApply else { return nil }
        return Recognition(dialect: id, because: found.because)
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        var scan = ApplyLogScan()
        try LineReader(source).read { line in try scan.take(line.bytes, line.number, emit: emit) }
        try scan.finish(emit: emit)
        return Reading(notes: scan.hasPlanBehind ? ["the log goes on with a plan, which is not read"] : [])
    }
}
