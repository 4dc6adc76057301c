extension CSVReader {
    func bareQuote(_ offset: Int) -> StreamProblem {
        problem(
            "csv.bare-quote", "a quote inside a cell that is not quoted",
            "Quote the whole cell and double the quotes in it.", at: offset)
    }

    func textAfterQuote(_ offset: Int) -> StreamProblem {
        problem(
            "csv.text-after-quote", "text after a closing quote", "Double a quote that belongs to the cell.", at: offset
        )
    }

    func unterminated(_ offset: Int) -> StreamProblem {
        problem(
            "csv.unterminated-quote", "a quote is opened and never closed",
            "The file is cut off: collect it again.", at: offset)
    }

    func nul(_ offset: Int) -> StreamProblem {
        problem("csv.nul", "a NUL byte", "This is not text: check which file was collected.", at: offset)
    }

    func tooLong(_ offset: Int) -> StreamProblem {
        problem("limit.token-bytes", "a cell is longer than the limit", "Leave such content out.", at: offset)
    }

    func rowTooLong() -> StreamProblem {
        problem("limit.row-bytes", "a record is longer than the limit", "Check which file was collected.", at: 0)
    }

    func tooManyColumns() -> StreamProblem {
        problem("limit.columns", "a record has more cells than the limit", "Check which file was collected.", at: 0)
    }
}
