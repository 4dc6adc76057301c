/// Reads Jira's wiki markup as strictly as our own templates write it: what is not escaped must be theirs.
struct JiraMarkup {
    private(set) var faults: [String] = []
    /// The text with its escapes taken away.
    private(set) var text = ""
    private var isInNoformat = false
    private var columns = 0

    init(_ document: String) {
        for line in document.split(separator: "\n", omittingEmptySubsequences: false) { read(String(line)) }
        if isInNoformat { faults.append("noformat is not closed") }
    }

    private mutating func read(_ line: String) {
        if line == "{noformat}" {
            isInNoformat.toggle()
            return
        }
        guard !isInNoformat else {
            if !["sha256sum -c SHA256SUMS", "evidencepack verify ."].contains(line) {
                faults.append("in code: \(line)")
            }
            return
        }
        // What is escaped or referred to, out of the way; a bell never stands in a document.
        var bare: [UInt8] = []
        var plain: [UInt8] = []
        let bytes = Array(line.utf8)
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count {
                if !"-#*_+?^~|%{}[]()!@".utf8.contains(bytes[index + 1]) { faults.append("a bare backslash: \(line)") }
                plain.append(bytes[index + 1])
                bare.append(7)
                index += 2
            } else if bytes[index...].starts(with: "&#".utf8),
                let end = bytes[index...].firstIndex(of: UInt8(ascii: ";")),
                let value = UInt8(String(decoding: bytes[(index + 2)..<end], as: UTF8.self))
            {
                plain.append(value)
                bare.append(7)
                index = end + 1
            } else {
                plain.append(bytes[index])
                bare.append(bytes[index])
                index += 1
            }
        }
        text += String(decoding: plain, as: UTF8.self) + "\n"
        // No scalar may join its neighbour, else a mark is not found.
        let scalars = String(decoding: bare, as: UTF8.self).unicodeScalars.map { $0.isASCII ? $0 : "·" }
        check(String(String.UnicodeScalarView(scalars)), of: line)
    }

    private mutating func check(_ line: String, of original: String) {
        let ours = ["h2. ", "h3. ", "h4. ", "* ", "# ", "#* "].first { line.hasPrefix($0) } ?? ""
        var rest = String(line.dropFirst(ours.count))
        let separators = rest.utf8.count { $0 == UInt8(ascii: "|") }
        if rest.hasPrefix("||") {
            columns = separators / 2 - 1
            return
        }
        if rest.hasPrefix("| "), separators != columns + 1 { faults.append("\(separators) bars: \(original)") }
        if !rest.hasPrefix("|"), separators > 0 { faults.append("a bare bar: \(original)") }
        for mark in ["*", "_"] where rest.count(where: { String($0) == mark }) == 2 {
            rest = rest.replacing(mark, with: "")
        }
        let isFooter = rest.hasPrefix("evidencepack v1 ")
        let banned = "{}[]!@~^?+*#&()" + (isFooter ? "" : "_%")
        for scalar in rest.unicodeScalars where banned.unicodeScalars.contains(scalar) {
            if scalar == "(" || scalar == ")", rest.contains("Pack (pack.json)") { continue }
            faults.append("a bare \(scalar): \(original)")
        }
        let scalars = Array(rest.unicodeScalars)
        func isWord(_ scalar: Unicode.Scalar?) -> Bool {
            guard let scalar, scalar.isASCII else { return false }
            return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        }
        for (index, scalar) in scalars.enumerated() where !isFooter {
            let before = index > 0 ? scalars[index - 1] : nil
            let after = index + 1 < scalars.count ? scalars[index + 1] : nil
            if scalar == "-", !isWord(before) || !isWord(after) { faults.append("a bare dash: \(original)") }
            if scalar == "-", let before, let after, ("A"..."Z").contains(before), ("0"..."9").contains(after) {
                faults.append("an issue key: \(original)")
            }
            let isDigest = scalars[..<index].suffix(6).elementsEqual("sha256".unicodeScalars)
            if scalar == ":", let after, isWord(after) || after == "/", !isDigest, !("0"..."9").contains(after) {
                faults.append("an address or emoticon: \(original)")
            }
        }
        let lower = rest.lowercased()
        for word in ["www.", "://", "mailto:1", "tel:1"] where lower.contains(word) {
            faults.append("\(word): \(original)")
        }
    }
}
