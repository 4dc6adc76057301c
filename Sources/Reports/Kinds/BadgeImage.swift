package import Model
import Templates

/// The next gate's decision as a badge: word, shape and colour, each of which tells it alone (REPORT.md §5).
///
/// Presentation attributes only, so that a strict content security policy leaves it as it is; widths are fixed by
/// `textLength`, so that no font makes the words leave their boxes.
package struct BadgeImage: Report {
    package let id = "badge"
    package let fileName = "badge.svg"

    package init() {}

    package func render(_ pack: Pack) -> [UInt8] {
        let gate = pack.gates.first { !$0.isOpen } ?? pack.gates.last
        let decision = pack.items.isEmpty ? .incomplete : gate?.decision ?? .incomplete
        let label = Self.shortened("\(pack.release.tag) \(gate?.id ?? "no gate")")
        let title = "\(decision.word): \(label)"
        let (labelWidth, wordWidth) = (Self.width(of: label), Self.width(of: decision.word))
        let (mark, word) = (labelWidth + 14, labelWidth + 34)
        let whole = word + wordWidth + 14
        var svg = MarkupWriter()
        svg.element(
            "svg",
            [
                "xmlns": "http://www.w3.org/2000/svg", "width": "\(whole)", "height": "20",
                "viewBox": "0 0 \(whole) 20", "role": "img", "aria-labelledby": "badge-title badge-desc",
            ]
        ) { svg in
            svg.element("title", ["id": "badge-title"], text: title)
            svg.element("desc", ["id": "badge-desc"], text: Self.description(decision, gate, pack))
            svg.element("rect", ["width": "\(mark)", "height": "20", "fill": "#33383f"])
            svg.element("rect", ["x": "\(mark)", "width": "20", "height": "20", "fill": "#fff"])
            svg.element(
                "rect", ["x": "\(word)", "width": "\(whole - word)", "height": "20", "fill": decision.badgeColour])
            svg.element(
                "rect",
                [
                    "x": "0.5", "y": "0.5", "width": "\(whole - 1)", "height": "19", "fill": "none",
                    "stroke": "#33383f",
                ])
            svg.element("g", ["transform": "translate(\(mark + 3) 3) scale(.875)", "color": decision.badgeColour]) {
                VerdictMark.draw(decision.shape, &$0)
            }
            svg.element(
                "g", ["fill": "#fff", "font-family": "DejaVu Sans,Verdana,sans-serif", "font-size": "11"]
            ) { texts in
                for (text, x, width) in [(label, 7, labelWidth), (decision.word, word + 7, wordWidth)] {
                    texts.element(
                        "text",
                        [
                            "x": "\(x)", "y": "14", "textLength": "\(width)", "lengthAdjust": "spacingAndGlyphs",
                            "font-weight": text == label ? "normal" : "bold",
                        ], text: text)
                }
            }
        }
        return svg.html.bytes + [10]
    }

    private static func description(_ decision: Decision, _ gate: GateAssessment?, _ pack: Pack) -> String {
        let counts = CountView.counts(of: pack.items).map { "\($0.count) \($0.verdict.word.lowercased())" }
        return
            "\(decision.rawValue) for gate \(gate?.id ?? "none") of \(pack.release.tag), promoted from "
            + "\(pack.release.environment.from) to \(pack.release.environment.to), evaluated \(spelledTime(pack.at)): "
            + "\(counts.joined(separator: ", ")) of \(pack.items.count) items."
    }

    /// At most 48 characters as they are shown.
    private static func shortened(_ text: String) -> String {
        let line = VisibleText.line(text)
        return line.count <= 48 ? line : line.prefix(47) + "…"
    }

    /// Room for the text in a wide sans-serif of 11 px, bold included.
    private static func width(of text: String) -> Int {
        text.unicodeScalars.reduce(4) { sum, scalar in
            sum + (scalar.isASCII ? ("ijl.,:;|!'() ".unicodeScalars.contains(scalar) ? 5 : 7) : 12)
        }
    }
}

extension Decision {
    /// White text on it has a contrast of at least 6.67 (REPORT.md §5).
    fileprivate var badgeColour: String {
        switch self {
        case .go: "#0b6b2a"
        case .goWithWaivers: "#5b2a86"
        case .noGo: "#b00020"
        case .incomplete: "#8a4b00"
        }
    }
}
