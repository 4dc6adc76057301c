internal import Glibc

/// A reader of a log or any other text, line by line, as a person would have seen it on the terminal.
///
/// A line ends at LF or CR LF. If stripping, escape sequences are taken out, then what a lone CR let be overwritten, then the
/// prefix of the CI system. A line without any of these is handed on where it lies.
package final class LineReader {
    /// Where a byte occurs next in the window, looked for once and not on every line.
    private struct Finder {
        let byte: UInt8
        var next = -1

        @inline(__always)
        mutating func isIn(_ base: UnsafePointer<UInt8>, _ from: Int, _ to: Int, end: Int) -> Bool {
            if next < from {
                let hit = memchr(base + from, Int32(byte), end - from)
                next = hit.map { UnsafeRawPointer($0) - UnsafeRawPointer(base) } ?? end
            }
            return next < to
        }
    }

    private let window: Window
    private let stripping: Bool
    private let limits: Limits
    private let scratch = ByteBuffer()
    private var isPiped = false
    private var number = 0

    /// Whether the last line was closed by a line end: if not, the text may have been cut off. Known after `read`.
    package var endedWithNewline: Bool { isClosed }
    // Private, so that the compiler need not guard each access.
    private var isClosed = true

    /// A reader of `source` from its first byte.
    package init(_ source: ByteSource, stripping: Bool = true, limits: Limits = .standard) {
        window = Window(TextSource(source))
        self.stripping = stripping
        self.limits = limits
    }

    /// Hands every line to `body`, the last one too if it has no line end.
    package func read(_ body: (borrowing Line) throws -> Void) throws {
        var scanned = 0
        repeat {
            var returns = Finder(byte: 0x0D)
            var escapes = Finder(byte: EscapeSequences.escape)
            var tabs = Finder(byte: 0x09)
            var pipes = Finder(byte: UInt8(ascii: "|"))
            let base = UnsafePointer(window.base)
            let end = window.end
            while let hit = memchr(base + window.start + scanned, 0x0A, end - window.start - scanned) {
                let start = window.start
                let stop = UnsafeRawPointer(hit) - UnsafeRawPointer(base)
                scanned = 0
                try requireLength(stop - start)
                let line = Bytes(base + start, count: stop - start)
                let isPlain =
                    !returns.isIn(base, start, stop, end: end) && !escapes.isIn(base, start, stop, end: end)
                let mayHaveName =
                    tabs.isIn(base, start, stop, end: end) || pipes.isIn(base, start, stop, end: end)
                try hand(line, isPlain: isPlain, mayHaveName: mayHaveName, to: body)
                window.start = stop + 1
            }
            scanned = window.end - window.start
            try requireLength(scanned)
        } while try window.more()
        if scanned > 0 {
            isClosed = false
            try hand(window.bytes(0, scanned), isPlain: false, mayHaveName: true, to: body)
        }
    }

    @inline(__always)
    private func hand(
        _ line: Bytes, isPlain: Bool, mayHaveName: Bool, to body: (borrowing Line) throws -> Void
    ) throws {
        number += 1
        if !stripping {
            let bytes = line.hasSuffix("\r") ? line.prefix(line.count - 1) : line
            return try body(Line(number: number, bytes: bytes, wasPrefixed: false))
        }
        let visible = isPlain ? line : self.visible(line)
        let prefix = prefixLength(of: visible, mayHaveName: mayHaveName)
        try body(Line(number: number, bytes: visible.suffix(from: prefix), wasPrefixed: prefix > 0))
    }

    private func visible(_ line: Bytes) -> Bytes {
        var line = line
        while line.hasSuffix("\r") { line = line.prefix(line.count - 1) }
        if let last = line.lastIndex(of: 0x0D) { line = line.suffix(from: last + 1) }
        guard line.firstIndex(of: EscapeSequences.escape) != nil else { return line }
        scratch.clear()
        EscapeSequences.strip(line, into: scratch)
        return scratch.bytes
    }

    @inline(__always)
    private func prefixLength(of line: Bytes, mayHaveName: Bool) -> Int {
        guard !line.isEmpty else { return 0 }
        let first = line.base[0]
        if first == UInt8(ascii: "2") || first == UInt8(ascii: "[") || first == 0xEF {
            let length = LinePrefix.length(in: line)
            if length > 0 { return length }
        }
        return mayHaveName ? nameLength(of: line) : 0
    }

    private func nameLength(of line: Bytes) -> Int {
        let tabbed = LinePrefix.tabbedLength(in: line)
        if tabbed > 0 { return tabbed }
        // Plain tables have such lines too, but do not begin with one.
        guard number == 1 || isPiped else { return 0 }
        let piped = LinePrefix.pipedLength(in: line)
        if piped > 0 { isPiped = true }
        return piped
    }

    @inline(__always)
    private func requireLength(_ length: Int) throws {
        guard length > limits.lineBytes else { return }
        throw StreamProblem(
            id: "limit.line-bytes", message: "a line is longer than \(limits.lineBytes) bytes",
            advice: "This is not a log: check which file was collected.", line: number + 1, column: 1,
            byteOffset: window.byteOffset(of: window.start))
    }
}
