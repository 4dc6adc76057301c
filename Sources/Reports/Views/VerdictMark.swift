import Model
import Templates

/// A verdict as shape, word and colour, so that each of the three alone tells it (REPORT.md §5).
enum VerdictMark {
    static func html(_ verdict: Verdict, word: String? = nil) -> SafeHTML {
        mark(className: verdict.rawValue, word: word ?? verdict.word) { draw(verdict, &$0) }
    }

    static func html(_ decision: Decision) -> SafeHTML {
        mark(className: decision.className, word: decision.word) { draw(decision.shape, &$0) }
    }

    static func html(_ state: SignOffState) -> SafeHTML {
        mark(className: state.shape.rawValue, word: state.word) { draw(state.shape, &$0) }
    }

    /// A blocker's kind: a verdict's word, or `sign-off`.
    static func html(kind: String) -> SafeHTML {
        if let verdict = Verdict(rawValue: kind) { return html(verdict) }
        return mark(className: "manual", word: kind) { draw(.manual, &$0) }
    }

    private static func mark(className: String, word: String, shape: @escaping (inout MarkupWriter) -> Void) -> SafeHTML
    {
        var writer = MarkupWriter()
        writer.element("span", ["class": "mark \(className)"]) { span in
            span.element(
                "svg",
                ["viewBox": "0 0 16 16", "width": "16", "height": "16", "aria-hidden": "true", "focusable": "false"]
            ) { shape(&$0) }
            span.element("span", [:], text: word)
        }
        return writer.html
    }

    /// The bare shape in a square of 16, in `currentColor`, upon white.
    static func draw(_ verdict: Verdict, _ svg: inout MarkupWriter) {
        func solid(_ path: String) { svg.element("path", ["d": path, "fill": "currentColor"]) }
        func line(_ path: String, _ colour: String) {
            svg.element(
                "path",
                [
                    "d": path, "fill": "none", "stroke": colour, "stroke-width": "1.8", "stroke-linecap": "round",
                    "class": colour == "#fff" ? "cut" : "line",
                ])
        }
        switch verdict {
        case .pass:
            svg.element("circle", ["cx": "8", "cy": "8", "r": "7.5", "fill": "currentColor"])
            line("M4.5 8.3 7 10.8 11.5 5.6", "#fff")
        case .fail:
            solid("M.8.8h14.4v14.4H.8z")
            line("M5 5l6 6M11 5l-6 6", "#fff")
        case .error:
            solid("M5 .5h6L15.5 5v6L11 15.5H5L.5 11V5z")
            line("M8 4v5M8 12v.1", "#fff")
        case .unknown:
            solid("M8 .6 15.8 15H.2z")
            line("M6.4 7.2c.2-1.8 3.4-1.6 3.2.2-.1 1-1.6 1.1-1.6 2.4M8 12.6v.1", "#fff")
        case .warn:
            line("M8 1.6 14.8 14.2H1.2z", "currentColor")
            line("M8 6.2v3.6M8 12v.1", "currentColor")
        case .manual:
            line("M2 14.2c0-6.4 12-6.4 12 0z", "currentColor")
            svg.element("circle", ["cx": "8", "cy": "4.4", "r": "3.2", "fill": "currentColor"])
        case .waived: line("M8 1.2 14.8 8 8 14.8 1.2 8zM5.4 8h5.2", "currentColor")
        case .notApplicable: line("M2.5 8h11", "currentColor")
        case .notDue:
            svg.element(
                "circle",
                ["cx": "8", "cy": "8", "r": "6.6", "fill": "none", "stroke": "currentColor", "stroke-width": "1.8"])
            line("M8 4.2V8l2.6 1.8", "currentColor")
        }
    }
}

extension Decision {
    /// The verdict whose shape and colour it has.
    var shape: Verdict {
        switch self {
        case .go: .pass
        case .goWithWaivers: .waived
        case .noGo: .fail
        case .incomplete: .unknown
        }
    }

    var className: String { shape.rawValue }
}

extension SignOffState {
    /// The verdict whose shape and colour it has.
    var shape: Verdict {
        switch self {
        case .signed: .pass
        case .missing: .notDue
        case .stale: .warn
        case .rejected: .fail
        case .invalid: .error
        }
    }
}
