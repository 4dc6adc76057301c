internal import Streams

/// A result as psql aligns it: the rule below the header says where each column stands.
struct AlignedTable {
    let columns: [String]
    /// Where each column ends, in scalars.
    private let ends: [Int]
    private var open: [String]?
    /// Rows so far; a row of several lines is one.
    private(set) var count = 0

    /// `nil` unless `rule` is the rule of `header`.
    init?(header: [UInt8], rule: Bytes) {
        guard rule.count >= 3, header.first == 32, rule[0] == UInt8(ascii: "-"),
            rule.buffer.allSatisfy({ $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") })
        else { return nil }
        ends = (0..<rule.count).filter { rule[$0] == UInt8(ascii: "+") } + [rule.count]
        guard let cells = Self.cells(Self.scalars(header), ends: ends) else { return nil }
        columns = cells.map(\.text)
    }

    private static func scalars(_ line: some Sequence<UInt8>) -> [Unicode.Scalar] {
        Array(String(decoding: Array(line), as: UTF8.self).unicodeScalars)
    }

    /// The text of each cell, and whether it goes on in the next line; `nil` if they do not stand below the columns.
    private static func cells(_ line: [Unicode.Scalar], ends: [Int]) -> [(text: String, goesOn: Bool)]? {
        var start = 0
        var cells: [(String, Bool)] = []
        for (index, end) in ends.enumerated() {
            let isLast = index == ends.count - 1
            guard isLast || end < line.count && line[end] == "|" else { return nil }
            guard isLast || start < line.count else { return nil }
            // One column may be cut short by an editor that strips what stands blank at the end of a line.
            guard start >= line.count || line[start] == " " else { return nil }
            guard !isLast || line.count <= end else { return nil }
            let padding = end - 1
            let goesOn = padding < line.count && line[padding] == "+"
            guard padding >= line.count || goesOn || line[padding] == " " || isLast else { return nil }
            let stop = min(goesOn ? padding : end, line.count)
            let words = start < stop ? line[start..<stop] : []
            let trimmed = words.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
            var text = String.UnicodeScalarView()
            text.append(contentsOf: trimmed)
            cells.append((String(text), goesOn))
            start = end + 1
        }
        return cells
    }

    /// The cells of a row that ends with this line; `nil` if it goes on.
    mutating func take(_ line: Bytes, _ number: Int) throws -> [String]? {
        guard let cells = Self.cells(Self.scalars(line.buffer), ends: ends) else {
            throw StreamProblem.databaseUnexpected("the row does not stand below its columns", number)
        }
        let texts =
            open.map { old in zip(old, cells).map { $1.text.isEmpty ? $0 : "\($0)\n\($1.text)" } }
            ?? cells.map(\.text)
        if cells.contains(where: \.goesOn) {
            open = texts
            return nil
        }
        open = nil
        count += 1
        return texts
    }
}
