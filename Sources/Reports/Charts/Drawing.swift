import Templates

/// A chart being drawn as inline SVG (REPORT.md §4).
///
/// Across it is measured in parts of the width, down in pixels: text keeps its size from a phone to a wide screen, which a
/// scaled `viewBox` would take from it. Colours stand in presentation attributes, which survive a policy that blocks
/// styles; classes only re-colour.
struct Drawing {
    /// How a shape is filled: each differs from the others without its colour.
    enum Fill: String, CaseIterable {
        /// Nothing to worry about.
        case solid
        /// Wrong: diagonal lines.
        case hatch
        /// Wrong in another way, or nothing there: crossed lines.
        case cross
        case dots
        /// An outline only.
        case empty

        /// A pattern of `chart-patterns.html`, with a colour for where there is none.
        var paint: String {
            switch self {
            case .solid: "#5c94cf"
            case .hatch: "url(#p-hatch) #b00020"
            case .cross: "url(#p-cross) #8a4b00"
            case .dots: "url(#p-dots) #9cc3ea"
            case .empty: "none"
            }
        }
    }

    enum Anchor: String { case start, middle, end }

    private(set) var body = MarkupWriter()

    /// The finished image.
    ///
    /// - Parameter hasGutter: labels stand left of the drawing, in a margin of 46 pixels.
    static func image(
        title: String, sentence: String, height: Int, hasGutter: Bool = false, draw: (inout Drawing) -> Void
    ) -> SafeHTML {
        var drawing = Drawing()
        draw(&drawing)
        var writer = MarkupWriter()
        writer.element(
            "svg",
            [
                "class": hasGutter ? "plot gutter" : "plot", "role": "img", "width": "100%",
                "height": String(height), "overflow": "visible", "font-size": "12", "fill": "#3d434b",
            ]
        ) { svg in
            svg.element("title", [:], text: title)
            svg.element("desc", [:], text: sentence)
            svg.insert(drawing.body.html)
        }
        return writer.html
    }

    /// A part of the width, to a tenth of a percent.
    static func part(_ share: Double) -> String {
        let tenths = Int((min(max(share.isFinite ? share : 0, 0), 1) * 1000).rounded())
        return tenths.isMultiple(of: 10) ? "\(tenths / 10)%" : "\(tenths / 10).\(tenths % 10)%"
    }

    /// - Parameter shift: pixels to the right of `x`.
    mutating func text(
        _ text: String, x: Double = 0, y: Int, anchor: Anchor = .start, shift: Int = 0, isNote: Bool = false
    ) {
        let place = ["x": Self.part(x), "y": String(y)] as KeyValuePairs<StaticString, String>
        if isNote {
            body.element(
                "text",
                [
                    "class": "note", "x": Self.part(x), "y": String(y), "dx": String(shift),
                    "text-anchor": anchor.rawValue, "font-weight": "600",
                ], text: text)
        } else if anchor == .start, shift == 0 {
            body.element("text", place, text: text)
        } else {
            body.element(
                "text",
                ["x": Self.part(x), "y": String(y), "dx": String(shift), "text-anchor": anchor.rawValue], text: text)
        }
    }

    /// A rectangle with an edge, so that neighbours are told apart in grey as well.
    mutating func bar(_ fill: Fill, from: Double, to: Double, y: Int, height: Int) {
        // Widths are differences of rounded edges: neighbours meet exactly.
        let (left, right) = (Self.tenths(from), Self.tenths(to))
        body.element(
            "rect",
            [
                "class": fill == .solid ? "solid" : "edge", "x": Self.part(Double(left) / 1000), "y": String(y),
                "width": Self.part(Double(right - left) / 1000), "height": String(height), "fill": fill.paint,
                "stroke": "#4a4f57",
            ])
    }

    private static func tenths(_ share: Double) -> Int {
        Int((min(max(share.isFinite ? share : 0, 0), 1) * 1000).rounded())
    }

    /// A horizontal line.
    mutating func rule(from: Double = 0, to: Double = 1, y: Int, name: String = "grid") {
        body.element(
            "line",
            [
                "class": name, "x1": Self.part(from), "x2": Self.part(to), "y1": String(y), "y2": String(y),
                "stroke": "#d8dce2",
            ])
    }

    /// Where a value would be outside its limit: light lines that let everything else be seen.
    mutating func forbid(from: Double = 0, to: Double = 1, y: Int, height: Int) {
        let (left, right) = (Self.tenths(from), Self.tenths(to))
        body.element(
            "rect",
            [
                "x": Self.part(Double(left) / 1000), "y": String(y), "width": Self.part(Double(right - left) / 1000),
                "height": String(height), "fill": "url(#p-ban) none",
            ])
    }

    /// A short vertical line.
    mutating func tick(x: Double, from: Int, to: Int, name: String = "axis", width: String = "1") {
        body.element(
            "line",
            [
                "class": name, "x1": Self.part(x), "x2": Self.part(x), "y1": String(from), "y2": String(to),
                "stroke": name == "limit" ? "#b00020" : "#767d86", "stroke-width": width,
            ])
    }

    /// A shape in pixels around a point.
    mutating func symbol(_ name: String, _ path: String, x: Double, y: Int, fill: String, stroke: String = "none") {
        body.element("svg", ["x": Self.part(x), "y": String(y), "overflow": "visible"]) {
            $0.element("path", ["class": name, "d": path, "fill": fill, "stroke": stroke])
        }
    }

    /// A triangle that points down, its tip at `y`.
    mutating func breach(x: Double, y: Int) {
        symbol("bad", "M-5-9H5L0 0Z", x: x, y: y, fill: "#b00020")
    }

    /// Something that is laid out in a part of the drawing.
    mutating func insert(_ html: SafeHTML) { body.insert(html) }
}

/// At most so many characters, the rest as an ellipsis; the whole text stands in the table below the chart.
func shortened(_ text: String, to count: Int) -> String {
    text.count <= count ? text : "\(text.prefix(max(1, count - 1)))…"
}
