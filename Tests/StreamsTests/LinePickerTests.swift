import Testing

@testable import Streams

@Suite struct `Lines picked to be shown` {
    private func pick(
        _ bytes: [UInt8], _ lines: Set<Int>, important: Set<Int> = [], columns: [Int: Int] = [:], chunk: Int = 1 << 18
    ) throws -> (lines: [LinePicker.Picked], count: Int) {
        let picker = LinePicker(lines, important: important, columns: columns)
        return try picker.pick(from: ByteSource(bytes: bytes, chunk: chunk))
    }

    @Test(arguments: [1, 2, 3, 7, 1 << 18])
    func `have their numbers and their bytes, wherever the chunks end`(chunk: Int) throws {
        let text = "one\r\ntwo\n\nfour é\nfive"
        let (lines, count) = try pick(Array(text.utf8), [1, 3, 4, 5, 9], chunk: chunk)
        #expect(lines.map(\.number) == [1, 3, 4, 5])
        #expect(lines.map(\.text) == ["one", "", "four é", "five"])
        #expect(lines.allSatisfy { $0.leftOut == 0 } && count == 5)
    }

    @Test func `are counted without a line after the last line end`() throws {
        #expect(try pick(Array("a\nb\n".utf8), [2]).count == 2)
        #expect(try pick([], [1]).lines.isEmpty)
    }

    @Test func `of any length take no more memory than is shown, and are cut between values`() throws {
        let pairs = (0..<300_000).map { "\"key\($0)\": \"secret\($0)\"" }.joined(separator: ", ")
        let text = Array("{\(pairs)}\nlast\n".utf8)
        let start = try #require(try pick(text, [1]).lines.first)
        #expect(start.text.utf8.count <= LinePicker.narrow && start.text.hasSuffix("\","))
        #expect(start.text.utf8.count + start.leftOut == text.count - 6)
        let middle = try #require(
            try pick(text, [1], important: [1], columns: [1: 3_000_000], chunk: 1_000).lines.first)
        #expect(middle.text.utf8.count <= LinePicker.wide && middle.text.utf8.count > LinePicker.wide / 2)
        #expect(middle.text.hasPrefix(" \"key") && middle.text.hasSuffix("\","))
        #expect(middle.leftOut + middle.text.utf8.count == text.count - 6)
    }

    @Test func `that are one long word are not shown in part: half a secret is not recognised as one`() throws {
        let line = try #require(try pick([UInt8](repeating: UInt8(ascii: "A"), count: 100_000), [1]).lines.first)
        #expect(line.text.isEmpty && line.leftOut == 100_000)
    }

    @Test func `are shown although they are UTF-16 or no text at all`() throws {
        let units: [[UInt8]] = "a\nbé\n".utf16.map { [UInt8($0 & 255), UInt8($0 >> 8)] }
        let wide: [UInt8] = [0xFF, 0xFE] + units.joined()
        #expect(try pick(wide, [2]).lines.map(\.text) == ["bé"])
        #expect(try pick([0x61, 0xFF, 0x0A, 0xE9, 0x0A], [1, 2]).lines.map(\.text) == ["a\u{FFFD}", "\u{FFFD}"])
    }
}
