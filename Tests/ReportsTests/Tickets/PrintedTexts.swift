import Glibc
import Model
import Templates

/// What of a pack every complete document has to show, in the form in which a reader sees it.
enum PrintedTexts {
    static func of(_ pack: Pack) -> [String] {
        let gate = pack.gates.first { !$0.decision.isOpen } ?? pack.gates.last
        var texts = [pack.release.tag, pack.release.ticket, pack.release.environment.to]
        for blocker in gate?.blocking ?? [] {
            texts += [blocker.item, blocker.owner]
            guard blocker.kind != "sign-off" else { continue }
            let decisive = pack.items.first { $0.id == blocker.item }?.decisive
            texts += [decisive?.message ?? blocker.why, decisive?.observed ?? "", blocker.next]
            texts += [decisive?.place?.description ?? ""]
        }
        for item in pack.items {
            texts += [item.id, item.text, item.owner]
            for check in item.checks {
                for finding in check.findings where check.findings.count <= 50 {
                    texts += [check.id, finding.message, finding.observed ?? "", finding.limit ?? ""]
                    texts += [finding.place?.description ?? ""]
                }
            }
        }
        for file in pack.evidence where file.format != "sidecar" { texts += [file.path, file.sha256] }
        for waiver in pack.waivers { texts += [waiver.id, waiver.note] }
        for problem in pack.problems { texts += [problem.message, problem.advice] }
        return texts.filter { !$0.isEmpty }.map(VisibleText.line)
    }

    /// Without white space, which a document may fold, and the bars that plain text puts before folded lines.
    static func folded(_ text: String, withoutBars: Bool = false) -> [UInt8] {
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            return text.utf8.filter { $0 > 32 && !(withoutBars && $0 == UInt8(ascii: "|")) }
        }
        let kept = text.unicodeScalars.filter { !$0.properties.isWhitespace && !(withoutBars && $0 == "|") }
        return Array(String(String.UnicodeScalarView(kept)).utf8)
    }

    /// By bytes: no scalar joins its neighbour.
    static func holds(_ document: [UInt8], _ text: [UInt8]) -> Bool {
        guard let first = text.first else { return true }
        return document.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return false }
            var offset = 0
            while offset + text.count <= buffer.count {
                guard let found = memchr(base + offset, Int32(first), buffer.count - offset) else { return false }
                offset = base.distance(to: UnsafeRawPointer(found))
                guard offset + text.count <= buffer.count else { return false }
                if memcmp(found, text, text.count) == 0 { return true }
                offset += 1
            }
            return false
        }
    }
}
