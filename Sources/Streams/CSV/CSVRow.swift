/// One record of a CSV file, valid only during the call that receives it.
package struct CSVRow {
    struct Cell {
        var start: Int
        var count: Int
        var isQuoted: Bool
        /// Whether `start` counts in the scratch buffer and not in the row.
        var isCopied: Bool
    }

    /// The line on which the record starts, from 1.
    package let line: Int
    /// How many cells there are; an empty line has one, which is empty.
    package let count: Int
    /// Whether this is an empty line.
    package let isBlank: Bool
    let cells: UnsafePointer<Cell>
    let base: UnsafePointer<UInt8>
    let copied: UnsafePointer<UInt8>

    /// The cell at `index` without its quotes; an index outside traps.
    package subscript(index: Int) -> Bytes {
        precondition(index >= 0 && index < count, "cell index out of bounds")
        let cell = cells[index]
        return Bytes((cell.isCopied ? copied : base) + cell.start, count: cell.count)
    }

    /// Whether the cell at `index` was quoted.
    package func isQuoted(_ index: Int) -> Bool {
        precondition(index >= 0 && index < count, "cell index out of bounds")
        return cells[index].isQuoted
    }
}
