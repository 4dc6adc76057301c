import Templates

/// A QR code as an inline SVG, one line a row of modules, on white with the quiet zone of four modules.
enum QRPicture {
    /// - Returns: nothing when the text is longer than a code can hold: the form shows it in words as well.
    static func html(of text: String) -> SafeHTML {
        guard let code = QRCode(Array(text.utf8)) else { return .empty }
        var path = ""
        for y in 0..<code.size {
            var x = 0
            while x < code.size {
                let run = code.modules[(y * code.size + x)..<((y + 1) * code.size)].prefix { $0 }.count
                if run > 0 { path += "M\(x) \(y)h\(run)" }
                x += max(run, 1)
            }
        }
        let side = "\(code.size + 8)"
        var writer = MarkupWriter()
        writer.element(
            "svg",
            [
                "class": "qr", "viewBox": "-4 -4.5 \(side) \(side)", "role": "img", "width": "140", "height": "140",
                "shape-rendering": "crispEdges",
            ]
        ) { svg in
            svg.element("title", [:], text: "QR code: \(text)")
            svg.element("rect", ["x": "-4", "y": "-4.5", "width": side, "height": side, "fill": "#fff"])
            svg.element("path", ["d": path, "stroke": "#000", "fill": "none"])
        }
        return writer.html
    }
}
