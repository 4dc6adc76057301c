/// What CI systems put before each line of a job's log (FORMATS-OPS.md §1.5).
enum LinePrefix {
    /// How long the prefix of a GitHub, Azure or Jenkins log is; 0 if there is none.
    static func length(in line: Bytes) -> Int {
        let mark = line.hasPrefix("\u{FEFF}") ? 3 : 0
        let body = line.suffix(from: mark)
        guard let first = body.isEmpty ? nil : body[0] else { return 0 }
        if first == UInt8(ascii: "[") {
            let stamp = stampLength(body.suffix(from: 1), fractionDigits: 3)
            return stamp > 0 && body.suffix(from: 1 + stamp).hasPrefix("] ") ? mark + stamp + 3 : 0
        }
        let stamp = stampLength(body, fractionDigits: 7)
        guard stamp > 0 else { return 0 }
        if stamp == body.count { return mark + stamp }
        return body[stamp] == UInt8(ascii: " ") ? mark + stamp + 1 : 0
    }

    /// How long `job TAB step TAB timestamp ` is, as `gh run view --log` writes it; 0 if it is not there.
    static func tabbedLength(in line: Bytes) -> Int {
        guard let job = line.firstIndex(of: 0x09), let step = line.firstIndex(of: 0x09, from: job + 1) else { return 0 }
        let stamp = length(in: line.suffix(from: step + 1))
        return stamp == 0 ? 0 : step + 1 + stamp
    }

    /// How long `name  | ` is, as compose writes it; 0 if it is not there.
    static func pipedLength(in line: Bytes) -> Int {
        var index = 0
        while index < line.count, isNameByte(line[index]) { index += 1 }
        let name = index
        while index < line.count, line[index] == UInt8(ascii: " ") { index += 1 }
        guard name > 0, index >= name + 2, index < line.count, line[index] == UInt8(ascii: "|") else { return 0 }
        if index + 1 == line.count { return line.count }
        return line[index + 1] == UInt8(ascii: " ") ? index + 2 : 0
    }

    /// `YYYY-MM-DDTHH:MM:SS.f…Z`
    private static func stampLength(_ bytes: Bytes, fractionDigits: Int) -> Int {
        let pattern: StaticString = "0000-00-00T00:00:00."
        let length = pattern.utf8CodeUnitCount + fractionDigits + 1
        guard bytes.count >= length, bytes[length - 1] == UInt8(ascii: "Z") else { return 0 }
        for index in 0..<length - 1 {
            let wanted = index < pattern.utf8CodeUnitCount ? pattern.utf8Start[index] : UInt8(ascii: "0")
            let isDigit = bytes[index] &- UInt8(ascii: "0") < 10
            if wanted == UInt8(ascii: "0") ? !isDigit : bytes[index] != wanted { return 0 }
        }
        return length
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        let lower = byte | 0x20
        return lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z") || byte &- UInt8(ascii: "0") < 10
            || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
    }
}
