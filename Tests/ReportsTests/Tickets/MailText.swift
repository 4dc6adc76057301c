import Templates

/// What makes plain text of ours safe to mail.
enum MailText {
    static func faults(of text: String) -> [String] {
        var faults: [String] = []
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let verdicts = ["Error", "Fail", "Unknown", "Manual", "gate"].map { "\($0): " }
        let words = [
            "- ", "  ", "Promotion ", "Commit ", "Evaluated ", "A line with a bar", "Shown ", "None", "No ",
            "WHAT BLOCKS (",
            "SIGN-OFFS", "PLAN", "ALL ITEMS", "DETAILS", "WAIVERS", "INPUTS", "VERIFY", "Plan", "Pack sha256:",
            "sha256:",
            "evidencepack v1 ",
        ]
        for (index, original) in lines.enumerated() where !original.isEmpty {
            // No scalar may join its neighbour, else a prefix is not found.
            let line = String(String.UnicodeScalarView(original.unicodeScalars.map { $0.isASCII ? $0 : "·" }))
            if PlainLines.columns(original) > 72, !line.hasPrefix("evidencepack v1 ") {
                faults.append("too long: \(line)")
            }
            let isOurs =
                index == 0 || (words + verdicts).contains { line.hasPrefix($0) }
                || line.utf8.first.map { (48...57).contains($0) } == true
            if !isOurs { faults.append("a line starts with text of others: \(line)") }
            let hasControl = original.unicodeScalars.contains { $0.value < 32 || (0x7F..<0xA0).contains($0.value) }
            if hasControl { faults.append("a control character: \(line)") }
            for word in ["://", "www.", "mailto:"] {
                for place in line.lowercased().ranges(of: word) where word != "www." {
                    let rest = line.lowercased()[place.upperBound...]
                    if let next = rest.first, next != " " { faults.append("an address: \(line)") }
                }
                if word == "www.", line.lowercased().contains(word) { faults.append("an address: \(line)") }
            }
        }
        if lines.count(where: { $0.hasPrefix("evidencepack v1 ") }) != 1 { faults.append("not one footer") }
        return faults
    }
}
