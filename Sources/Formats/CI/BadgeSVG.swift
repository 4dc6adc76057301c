internal import Model
internal import Streams

/// A status badge as SVG. Only its words are read: it can carry script and is never shown as it is.
struct BadgeSVG: EvidenceFormat {
    let id = "badge"
    let title = "status badge (SVG)"
    let producedBy = [
        "curl -sS https://github.com/OWNER/REPO/actions/workflows/ci.yml/badge.svg?branch=main",
        "curl -sS https://img.shields.io/github/actions/workflow/status/OWNER/REPO/ci.yml",
    ]
    let facts: [FactKind] = [.badge]

    private static let passing: Set<String> = ["passing", "passed", "success", "succeeded", "succeeding"]
    private static let failing: Set<String> = [
        "failing", "failed", "failure", "error", "errored", "broken", "canceled", "cancelled", "timed out",
        "startup failure",
    ]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard preamble.xml?.name == "svg" else { return nil }
        return Recognition(dialect: id, because: "its root element is `svg`")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let handler = BadgeHandler()
        try XMLReader.read(source, handler: handler)
        let (label, message) = try handler.words()
        let word = message.lowercased()
        let state: Badge.State =
            Self.passing.contains(word) ? .passing : Self.failing.contains(word) ? .failing : .unknown
        try emit(.badge(Badge(label: label, message: message, state: state, line: handler.line)))
        return Reading()
    }
}

/// The walk: the root's `aria-label` and `title`, and what is drawn as text.
private final class BadgeHandler: XMLHandler {
    private static let textBytes = 200

    private(set) var line = 1
    private var level = 0
    private var label: String?
    private var title: String?
    private var texts: [String] = []
    private var open: (level: Int, isTitle: Bool, text: [UInt8])?

    func start(_ element: XMLElement) throws {
        level += 1
        if level == 1 {
            line = element.line
            label = element.attribute("aria-label")?.string
        }
        guard open == nil else { return }
        if level == 2, element.name == "title" {
            open = (level, true, [])
        } else if element.name == "text" {
            open = (level, false, [])
        }
    }

    func text(_ bytes: Bytes) throws {
        guard let kept = open?.text.count else { return }
        open?.text.append(contentsOf: bytes.prefix(Self.textBytes - kept).buffer)
    }

    func end(_ name: Bytes, line: Int) throws {
        if let ended = open, ended.level == level {
            let words = ended.text.withUnsafeBufferPointer { Bytes($0).trimmed.string }
            if ended.isTitle {
                title = title ?? words
            } else if !words.isEmpty, texts.last != words, texts.count < 8 {
                // Each word is drawn twice, once as its shadow.
                texts.append(words)
            }
            open = nil
        }
        level -= 1
    }

    /// GitHub writes `NAME - STATE`, shields `LABEL: MESSAGE`; others only draw the two words.
    func words() throws -> (label: String, message: String) {
        var found: [(String, String)] = []
        for line in [title, label].compactMap(\.self) {
            let dashed = label == nil ? Self.split(line, at: " - ") : nil
            if let pair = dashed ?? Self.split(line, at: ": ") { found.append(pair) }
        }
        if texts.count == 2 { found.append((texts[0], texts[1])) }
        guard let first = found.first else { return (title ?? label ?? "", "") }
        guard found.allSatisfy({ $0.1.lowercased() == first.1.lowercased() }) else {
            throw StreamProblem(
                id: "badge.contradiction",
                message: "the badge's title says `\(first.1)`, its other words something else",
                advice: "Collect the badge again from the service that draws it.", line: line)
        }
        return first
    }

    /// What stands before and after the last `separator`.
    private static func split(_ text: String, at separator: String) -> (String, String)? {
        let (bytes, mark) = (Array(text.utf8), Array(separator.utf8))
        guard bytes.count > mark.count else { return nil }
        var index = bytes.count - mark.count
        while index >= 0, !bytes[index...].starts(with: mark) { index -= 1 }
        guard index >= 0 else { return nil }
        return (
            String(decoding: bytes[..<index], as: UTF8.self),
            String(decoding: bytes[(index + mark.count)...], as: UTF8.self)
        )
    }
}
