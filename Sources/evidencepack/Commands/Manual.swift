import ArgumentParser

/// The manual page, from the very texts that `--help` prints.
struct Manual: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the manual page: `evidencepack manual | man -l -`.", shouldDisplay: false)

    func run() throws { Terminal.put(ManualPage.text) }
}

/// evidencepack(1) in the macros of man(7).
enum ManualPage {
    static var text: String {
        let configuration = EvidencePack.configuration
        var lines = [".TH EVIDENCEPACK 1 \"\" \"evidencepack \(Tool.version)\" \"User Commands\"", ".nh", ".ad l"]
        lines += [".SH NAME", "evidencepack \\- \(escaped(configuration.abstract.lowercasedFirst))"]
        lines += [".SH SYNOPSIS", ".B evidencepack", ".I COMMAND", "[\\fIARGUMENT\\fR]..."]
        lines += [".SH DESCRIPTION"] + paragraphs(configuration.discussion)
        lines += [".SH COMMANDS"]
        for command in configuration.subcommands where command.configuration.shouldDisplay {
            lines +=
                [".SS \(command._commandName)"]
                + verbatim(EvidencePack.helpMessage(for: command, columns: 76))
        }
        for (title, entries) in sections {
            lines.append(".SH \(title)")
            for (term, meaning) in entries { lines += [".TP", ".B \(escaped(term))", escaped(meaning)] }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static let sections: KeyValuePairs<String, KeyValuePairs<String, String>> = [
        "EXIT STATUS": [
            "0": "Done (`build` reports, it does not gate); gate open.",
            "1, 2, 3": "Gate closed: by a fail or a reject; by unknown evidence; by missing sign-offs alone.",
            "4": "Integrity: a plan, a signature, a refused sign-off, or a pack that is not what its manifest says.",
            "5": "Gate closed by an evaluation error.",
            "64, 65, 66": "Wrong usage; invalid configuration; missing input.",
            "70, 74": "A fault of this tool; something cannot be written.",
        ],
        "ENVIRONMENT": [
            "NO_COLOR": "Anything in it turns colour off; without a terminal, or with TERM=dumb, there is none.",
            "COLUMNS": "The width at which lines for a terminal are broken, instead of the terminal's own.",
            "GITHUB_ACTIONS, GITHUB_STEP_SUMMARY, GITHUB_WORKSPACE":
                "Set by GitHub Actions: then `build` and `gate` print annotations and add to the job's summary.",
        ],
        "FILES": [
            "release.yml, checklist.md, rules.yml, waivers.yml, evidence/, signoffs/":
                "The release folder; `evidencepack init` makes one, `evidencepack schema` describes the files.",
            "out/VERSION/": "The pack that `build` writes; `verify` and `sha256sum -c SHA256SUMS` check it.",
        ],
    ]

    private static func paragraphs(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? ".PP" : escaped(String($0)) }
    }

    private static func verbatim(_ text: String) -> [String] {
        [".nf"] + text.split(separator: "\n", omittingEmptySubsequences: false).map { escaped(String($0)) } + [".fi"]
    }

    /// Text that roff prints as it is: hyphens that can be copied, no escape, no request.
    private static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": out += "\\e"
            case "-": out += "\\-"
            case "'": out += "\\(aq"
            case "`": out += "\\(ga"
            case _ where !scalar.isASCII: out += "\\[u\(String(scalar.value, radix: 16, uppercase: true).padded)]"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out.hasPrefix(".") ? "\\&" + out : out
    }
}

extension String {
    fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }

    fileprivate var padded: String { String(repeating: "0", count: max(0, 4 - count)) + self }
}
