internal import Streams

/// A table drawn with `+---+` and `|`, as Java tools print it: header, rule, rows, closing rule.
struct BoxTable {
    private(set) var header: [String] = []
    private(set) var isClosed = false
    private var rules = 0

    /// The cells of a row; `nil` for a rule, the header, or a line that is no part of the table.
    mutating func take(_ line: Bytes, _ number: Int) throws -> [String]? {
        guard !isClosed else { return nil }
        if line.hasPrefix("+-"), line.hasSuffix("+") {
            rules += 1
            // An empty table closes with its header's rule.
            isClosed = rules == 3
            return nil
        }
        guard line.hasPrefix("|"), line.hasSuffix("|") else {
            guard rules == 0 else { throw StreamProblem.databaseCutOff("the table has no closing line", number) }
            return nil
        }
        let cells = line[1..<line.count - 1].string.split(separator: "|", omittingEmptySubsequences: false).map {
            String(decoding: $0.utf8.trimmedSpaces, as: UTF8.self)
        }
        guard !header.isEmpty else {
            header = cells
            return nil
        }
        guard cells.count == header.count else {
            throw StreamProblem.databaseUnexpected("a row has \(cells.count) cells, the header \(header.count)", number)
        }
        return cells
    }

    /// Where the column of that name stands.
    func column(_ name: String) -> Int? { header.firstIndex(of: name) }
}

extension Collection where Element == UInt8 {
    /// Without the spaces at both ends.
    var trimmedSpaces: [UInt8] {
        Array(Array(drop { $0 == 32 }.reversed()).drop { $0 == 32 }.reversed())
    }
}
