/// A strict reader of CSV (RFC 4180), record by record: cells are views of the text unless they hold doubled quotes.
///
/// Also read: a byte order mark, a first line `sep=X`, `;` and tab between cells, lines that end in CR LF, LF or CR.
/// Refused with line and column: a quote inside a plain cell, text after a closing quote, a quote that is never closed.
package final class CSVReader {
    private static let quote = UInt8(ascii: "\"")

    private let window: Window
    private let limits: Limits
    private let given: UInt8?
    private let scratch = ByteBuffer()
    private var cells: UnsafeMutablePointer<CSVRow.Cell>
    private var capacity: Int
    private var count = 0
    private var line = 1
    private var newlinesInside = 0

    /// What stands between cells: as given, else as the file shows once reading began.
    package var delimiter: UInt8 { separator }
    // Private, so that the compiler need not guard each access.
    private var separator: UInt8

    /// Whether the last record was closed by a line end: if not, the file may have been cut off. Known after `read`.
    package var endedWithNewline: Bool { isClosed }
    private var isClosed = true

    /// A reader of `source`; without a `delimiter` it is taken from a `sep=` line, else the one of `,` `;` tab that the first
    /// record has most of.
    package init(_ source: ByteSource, delimiter: UInt8? = nil, limits: Limits = .standard) {
        window = Window(TextSource(source))
        self.limits = limits
        given = delimiter
        separator = delimiter ?? UInt8(ascii: ",")
        capacity = min(64, max(limits.columns, 1))
        cells = .allocate(capacity: capacity)
    }

    deinit { cells.deallocate() }

    /// Hands every record to `body`, empty lines too, and the last one too if it has no line end.
    package func read(_ body: (borrowing CSVRow) throws -> Void) throws {
        try findDelimiter()
        while let length = try scanRow() {
            let base = UnsafePointer(window.base + window.start)
            let isBlank = count == 1 && cells[0].count == 0 && !cells[0].isQuoted
            try body(
                CSVRow(
                    line: line, count: count, isBlank: isBlank, cells: UnsafePointer(cells), base: base,
                    copied: UnsafePointer(scratch.base)))
            line += 1 + newlinesInside
            window.start += length
        }
    }

    /// Scans one record from the window's start; its length with its line end, or `nil` at the end of the text.
    private func scanRow() throws(StreamProblem) -> Int? {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        let separators = ones &* UInt64(separator)
        let quotes = ones &* UInt64(CSVReader.quote)
        count = 0
        newlinesInside = 0
        scratch.clear()
        guard try reaches(0) else { return nil }
        var base = UnsafePointer(window.base + window.start)
        var start = 0
        while true {
            var at = start
            if base[at] == CSVReader.quote {
                at = try scanQuoted(from: start)
                base = UnsafePointer(window.base + window.start)
            } else {
                scan: while true {
                    // Eight bytes at a time for a separator, a quote or a control character; the lowest hit is exact.
                    let word = UInt64(littleEndian: load64(base + at))
                    let other = word ^ separators
                    let quote = word ^ quotes
                    let hits =
                        ((other &- ones) & ~other | (quote &- ones) & ~quote | (word &- ones &* 0x20) & ~word)
                        & highs
                    if hits == 0 {
                        at += 8
                        continue
                    }
                    at += hits.trailingZeroBitCount / 8
                    let byte = base[at]
                    if byte == separator || byte == 0x0A || byte == 0x0D { break scan }
                    if byte == CSVReader.quote { throw bareQuote(at) }
                    if byte == 0 {
                        if window.start + at < window.end { throw nul(at) }
                        guard try more() else { break scan }
                        base = UnsafePointer(window.base + window.start)
                    } else {
                        at += 1
                    }
                }
                try add(CSVRow.Cell(start: start, count: at - start, isQuoted: false, isCopied: false))
            }
            let byte = base[at]
            if byte == separator {
                start = at + 1
                // A cell may begin behind the window's edge.
                if try !reaches(start) {
                    try add(CSVRow.Cell(start: start, count: 0, isQuoted: false, isCopied: false))
                    isClosed = false
                    return start
                }
                base = UnsafePointer(window.base + window.start)
                continue
            }
            if byte == 0x0A { return at + 1 }
            if byte == 0x0D {
                if try reaches(at + 1), window.base[window.start + at + 1] == 0x0A { return at + 2 }
                return at + 1
            }
            isClosed = false
            return at
        }
    }

    /// Scans a quoted cell whose opening quote is at `start`; returns where what follows its closing quote stands.
    private func scanQuoted(from start: Int) throws(StreamProblem) -> Int {
        var at = start + 1
        var isDoubled = false
        while true {
            let cell = window.bytes(0, window.end - window.start)
            guard let hit = cell.firstIndex(of: CSVReader.quote, from: at) else {
                at = cell.count
                guard at - start <= limits.tokenBytes else { throw tooLong(start) }
                guard try more() else { throw unterminated(start) }
                continue
            }
            at = hit + 1
            guard try reaches(at), window.base[window.start + at] == CSVReader.quote else { break }
            isDoubled = true
            at += 1
        }
        let body = window.bytes(start + 1, at - 1)
        countNewlines(in: body)
        if isDoubled {
            let copy = scratch.count
            appendUndoubled(body)
            try add(CSVRow.Cell(start: copy, count: scratch.count - copy, isQuoted: true, isCopied: true))
        } else {
            try add(CSVRow.Cell(start: start + 1, count: body.count, isQuoted: true, isCopied: false))
        }
        guard window.start + at < window.end else { return at }
        let next = window.base[window.start + at]
        guard next == separator || next == 0x0A || next == 0x0D else { throw textAfterQuote(at) }
        return at
    }

    private func appendUndoubled(_ body: Bytes) {
        var from = 0
        while let hit = body.firstIndex(of: CSVReader.quote, from: from) {
            scratch.append(body[from..<hit + 1])
            from = hit + 2
        }
        scratch.append(body.suffix(from: from))
    }

    private func countNewlines(in body: Bytes) {
        var from = 0
        while let hit = body.firstIndex(of: 0x0A, from: from) {
            newlinesInside += 1
            from = hit + 1
        }
    }

    @inline(__always)
    private func add(_ cell: CSVRow.Cell) throws(StreamProblem) {
        if cell.count > limits.tokenBytes { throw tooLong(cell.isCopied ? 0 : cell.start) }
        if count == capacity { try growCells() }
        cells[count] = cell
        count += 1
    }

    private func growCells() throws(StreamProblem) {
        guard count < limits.columns else { throw tooManyColumns() }
        let larger = UnsafeMutablePointer<CSVRow.Cell>.allocate(capacity: min(capacity * 2, limits.columns))
        larger.update(from: cells, count: count)
        cells.deallocate()
        cells = larger
        capacity = min(capacity * 2, limits.columns)
    }

    /// Whether the text has a byte at `offset` from the window's start.
    @inline(__always)
    private func reaches(_ offset: Int) throws(StreamProblem) -> Bool {
        while window.start + offset >= window.end {
            if !(try more()) { return false }
        }
        return true
    }

    private func more() throws(StreamProblem) -> Bool {
        guard window.end - window.start <= limits.tokenBytes + limits.lineBytes else { throw rowTooLong() }
        return try window.more()
    }

    private func findDelimiter() throws(StreamProblem) {
        _ = try window.require(7)
        let first = window.bytes(0, min(7, window.end - window.start))
        guard first.hasPrefix("sep="), first.count >= 5, first[4] >= 0x20 || first[4] == 0x09,
            first.count == 5 || first[5] == 0x0A || first[5] == 0x0D
        else {
            if given == nil { try sniffDelimiter() }
            return
        }
        separator = given ?? first[4]
        line = 2
        window.start += first.suffix(from: 5).hasPrefix("\r\n") ? 7 : min(6, first.count)
    }

    private func sniffDelimiter() throws(StreamProblem) {
        var counts = (comma: 0, semicolon: 0, tab: 0)
        var isQuoted = false
        var at = 0
        while try reaches(at) {
            let byte = window.base[window.start + at]
            if byte == CSVReader.quote { isQuoted.toggle() }
            if !isQuoted {
                if byte == 0x0A || byte == 0x0D { break }
                if byte == UInt8(ascii: ",") { counts.comma += 1 }
                if byte == UInt8(ascii: ";") { counts.semicolon += 1 }
                if byte == 0x09 { counts.tab += 1 }
            }
            at += 1
        }
        if counts.semicolon > counts.comma, counts.semicolon >= counts.tab {
            separator = UInt8(ascii: ";")
        } else if counts.tab > counts.comma {
            separator = 0x09
        }
    }

    /// A problem at `offset` from the window's start, with line and column counted from the record's start.
    func problem(_ id: String, _ message: String, _ advice: String, at offset: Int) -> StreamProblem {
        let before = window.bytes(0, min(offset, window.end - window.start))
        var lines = 0
        var from = 0
        while let hit = before.firstIndex(of: 0x0A, from: from) {
            lines += 1
            from = hit + 1
        }
        return StreamProblem(
            id: id, message: message, advice: advice, line: line + lines, column: offset - from + 1,
            byteOffset: window.byteOffset(of: window.start + offset))
    }
}
