internal import Glibc

/// Picks a few lines out of a text by their numbers, in one pass and in memory that no line's length can grow.
///
/// Unlike `LineReader` it refuses nothing: it is for showing what stands there, not for understanding it.
package final class LinePicker {
    /// A line as it stands in the file, or a stretch of it.
    package struct Picked: Sendable {
        /// From 1.
        package let number: Int
        package let text: String
        /// How many bytes of the line are not in `text`.
        package let leftOut: Int
    }

    /// How many bytes are kept of a line, and of one that matters.
    static let narrow = 256
    static let wide = 1_024

    private let wanted: Set<Int>
    private let important: Set<Int>
    private let last: Int
    private let columns: [Int: Int]
    private var number = 1
    private var length = 0
    private var kept: [UInt8] = []
    private var picked: [Picked] = []

    /// - Parameters:
    ///   - lines: the numbers of the lines wanted.
    ///   - important: those of them of which more is kept.
    ///   - columns: of lines that may be long, the byte (from 1) around which to keep.
    package init(_ lines: Set<Int>, important: Set<Int> = [], columns: [Int: Int] = [:]) {
        (wanted, self.important, self.columns) = (lines, important, columns)
        last = lines.max() ?? 0
    }

    /// The lines in order, and how many lines there are in all; `source` is read to its end.
    package func pick(from source: ByteSource) throws -> (lines: [Picked], count: Int) {
        let mark = TextEncoding.marked(in: try source.peek(4).bytes)
        if mark == .utf16LE || mark == .utf16BE {
            let text = TextSource(source)
            while let chunk = try text.next() { take(chunk) }
        } else {
            // What is not UTF-8 is shown as it decodes: a line feed is one in all that remains.
            while let chunk = try source.next() { take(chunk) }
        }
        let hasRest = length > 0
        if hasRest { endLine() }
        return (picked, number - 1)
    }

    private func take(_ chunk: Bytes) {
        var start = 0
        while start < chunk.count {
            let hit = memchr(chunk.base + start, 0x0A, chunk.count - start)
            let stop = hit.map { UnsafeRawPointer($0) - UnsafeRawPointer(chunk.base) } ?? chunk.count
            if number <= last, wanted.contains(number) { keep(chunk[start..<stop]) }
            length += stop - start
            if hit != nil { endLine() }
            start = stop + 1
        }
    }

    private var most: Int { important.contains(number) ? Self.wide : Self.narrow }

    /// Where in the line the kept stretch begins.
    private var origin: Int { max(0, (columns[number] ?? 1) - 1 - most / 2) }

    private func keep(_ bytes: Bytes) {
        let from = max(0, origin - length)
        let to = min(bytes.count, origin + most - length)
        if from < to { kept += bytes[from..<to].buffer }
    }

    private func endLine() {
        if wanted.contains(number) {
            var text = kept[...]
            if origin > 0 { text = Self.afterCut(text) }
            if origin + kept.count < length { text = Self.beforeCut(text) }
            let leftOut = length - text.count
            if leftOut == 0, text.last == 0x0D { text.removeLast() }
            picked.append(Picked(number: number, text: String(decoding: text, as: UTF8.self), leftOut: leftOut))
        }
        number += 1
        length = 0
        kept = []
    }

    // A line is cut only between values: half a secret would no longer be recognised as one, and be shown.

    private static func afterCut(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        text.firstIndex(where: isSeparator).map { text[text.index(after: $0)...] } ?? []
    }

    private static func beforeCut(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        text.lastIndex(where: isSeparator).map { text[...$0] } ?? []
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["),
            UInt8(ascii: "]"), UInt8(ascii: "<"), UInt8(ascii: ">"):
            true
        default: false
        }
    }
}
