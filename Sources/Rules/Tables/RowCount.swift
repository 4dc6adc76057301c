/// A number of rows as a client wrote it.
enum RowCount: Hashable {
    case rows(Int)
    /// Nothing, or NULL.
    case absent
    /// Something that is no number of rows: `-1`, `12.5`, `many`.
    case invalid(String)

    /// Reads digits, in groups of three with a comma between where the client groups them.
    init(_ cell: String?) {
        let text = Array((cell ?? "").utf8.drop { $0 == 32 }.reversed().drop { $0 == 32 }.reversed())
        guard !text.isEmpty else {
            self = .absent
            return
        }
        let groups = text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        let isGrouped =
            groups.count == 1 || (1...3).contains(groups[0].count) && groups.dropFirst().allSatisfy { $0.count == 3 }
        let digits = groups.joined()
        guard isGrouped, digits.allSatisfy({ $0 &- 48 < 10 }),
            let number = Int(String(decoding: Array(digits), as: UTF8.self))
        else {
            self = .invalid(String(decoding: text.prefix(40), as: UTF8.self))
            return
        }
        self = .rows(number)
    }
}
