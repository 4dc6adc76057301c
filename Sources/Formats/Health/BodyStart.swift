internal import Streams

/// What must be known of a body: its length, how it begins and how it ends. Nothing of it is kept.
struct BodyStart {
    /// Bytes, line ends between lines counted as one.
    private(set) var count = 0
    private var start: [UInt8] = []
    private var last: UInt8 = 0
    private var lines = 0

    mutating func take(_ line: Bytes) {
        if lines > 0 { count += 1 }
        lines += 1
        count += line.count
        let text = line.trimmed
        guard !text.isEmpty else { return }
        last = text[text.count - 1]
        if start.count < 64 { start += text.prefix(64).buffer.map { $0 >= 65 && $0 <= 90 ? $0 | 32 : $0 } }
    }

    var isHTML: Bool { start.starts(with: "<!doctype html".utf8) || start.starts(with: "<html".utf8) }

    /// It begins as JSON and does not end as such.
    var isCutJSON: Bool { start.first == 123 && last != 125 || start.first == 91 && last != 93 }
}
