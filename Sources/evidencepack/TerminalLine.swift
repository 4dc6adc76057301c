import Model

/// One line to be printed: what is interpolated is text of others and is neutralised here, whatever it is; what is written
/// around it is ours.
struct TerminalLine: ExpressibleByStringInterpolation {
    /// What a stretch is, shown by colour where there is colour; the words alone tell it too.
    enum Style { case good, bad, open, strong, faint }

    private(set) var spans: [(text: String, style: Style?)]
    /// A command to be copied: it is never broken over lines.
    var isCommand = false

    init(stringLiteral value: String) { spans = [(value, nil)] }

    init(stringInterpolation: StringInterpolation) { spans = stringInterpolation.spans }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var spans: [(text: String, style: Style?)] = []

        init(literalCapacity: Int, interpolationCount: Int) {}

        mutating func appendLiteral(_ literal: String) { spans.append((literal, nil)) }

        mutating func appendInterpolation(_ value: some CustomStringConvertible, _ style: Style? = nil) {
            // Masked before its line breaks are written out: a secret may have some.
            spans.append((TerminalText.inert(SecretMasker.mask(value.description)), style))
        }

        mutating func appendInterpolation(_ line: TerminalLine) { spans += line.spans }
    }

    /// The line as bytes without a newline.
    /// - Parameters:
    ///   - width: columns that it may take; `nil` leaves the line whole.
    ///   - isColoured: whether styles become colours.
    func rendered(width: Int?, isColoured: Bool) -> String {
        let marked = TerminalText.withoutCommands(
            spans.flatMap { span in span.text.unicodeScalars.map { (scalar: $0, style: span.style) } })
        let lines =
            if let width, !isCommand { TerminalText.wrapped(marked, to: width) { $0.scalar } } else { [marked] }
        return lines.map { Self.coloured($0, isColoured) }.joined(separator: "\n")
    }

    private static func coloured(_ line: [(scalar: Unicode.Scalar, style: Style?)], _ isColoured: Bool) -> String {
        var out = String.UnicodeScalarView()
        var current: Style?
        func change(to style: Style?) {
            guard isColoured, style != current else { return }
            if current != nil { out.append(contentsOf: "\u{1B}[0m".unicodeScalars) }
            if let style { out.append(contentsOf: "\u{1B}[\(code(of: style))m".unicodeScalars) }
            current = style
        }
        for (scalar, style) in line {
            change(to: style)
            out.append(scalar)
        }
        change(to: nil)
        return String(out)
    }

    private static func code(of style: Style) -> String {
        switch style {
        case .good: "1;32"
        case .bad: "1;31"
        case .open: "1;33"
        case .strong: "1"
        case .faint: "2"
        }
    }
}
