/// Text whose UTF-8 was once read as Windows-1252 (`â€“`), shown as it was meant (`–`).
enum Mojibake {
    /// The scalars of 0x80...0x9F in Windows-1252; zero where there is none.
    private static let upper: [UInt32] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E,
        0x0178,
    ]

    /// `text` with each damaged run mended; a run that does not decode stays as it is.
    static func mended(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        var run: [Unicode.Scalar] = []
        func flush() {
            defer { run = [] }
            let bytes = run.compactMap { byte(of: $0) }
            let mended = String(decoding: bytes, as: UTF8.self)
            let isWhole = bytes.count == run.count && Array(mended.utf8) == bytes
            out.append(contentsOf: isWhole ? Array(mended.unicodeScalars) : run)
        }
        for scalar in text.unicodeScalars {
            if scalar.isASCII {
                flush()
                out.append(scalar)
            } else {
                run.append(scalar)
            }
        }
        flush()
        return String(out)
    }

    private static func byte(of scalar: Unicode.Scalar) -> UInt8? {
        if (0xA0...0xFF).contains(scalar.value) || (0x80...0x9F).contains(scalar.value) { return UInt8(scalar.value) }
        return upper.firstIndex { $0 != 0 && $0 == scalar.value }.map { UInt8(0x80 + $0) }
    }
}
