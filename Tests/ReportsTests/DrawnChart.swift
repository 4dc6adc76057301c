import Templates

/// What stands in a drawing: its elements with their attributes, and its texts.
struct DrawnChart {
    struct Element {
        let name: String
        let attributes: [String: String]

        subscript(key: String) -> String { attributes[key] ?? "" }
    }

    private(set) var elements: [Element] = []
    let text: String

    init(_ svg: SafeHTML) {
        text = String(decoding: svg.bytes, as: UTF8.self)
        for part in svg.bytes.split(separator: UInt8(ascii: "<")) where part.first != UInt8(ascii: "/") {
            let tag = part.prefix { $0 != UInt8(ascii: ">") }
            let pieces = tag.split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false)
            var attributes: [String: String] = [:]
            var name = ""
            for (index, piece) in pieces.enumerated() where index.isMultiple(of: 2) {
                var key = String(decoding: piece, as: UTF8.self)
                if index == 0 {
                    let words = key.split(separator: " ", maxSplits: 1)
                    name = words.first.map(String.init) ?? ""
                    key = words.count > 1 ? String(words[1]) : ""
                }
                key = key.filter { $0 != " " && $0 != "=" && $0 != "/" }
                if index + 1 < pieces.count { attributes[key] = String(decoding: pieces[index + 1], as: UTF8.self) }
            }
            elements.append(Element(name: name, attributes: attributes))
        }
    }

    func all(_ name: String, _ className: String? = nil) -> [Element] {
        elements.filter { $0.name == name && (className == nil || $0["class"] == className) }
    }

    /// What is not as it must be in any drawing: a place outside it, a number that is none, an attribute of style.
    var faults: [String] {
        var faults: [String] = []
        let height = Double(elements.first?["height"] ?? "") ?? 0
        for element in elements {
            if element.attributes.keys.contains("style") { faults.append("style") }
            for key in ["x", "x1", "x2", "width"] {
                let value = element[key]
                guard value.hasSuffix("%") else { continue }
                if !(Double(value.dropLast()).map { $0 >= 0 && $0 <= 100 } ?? false) {
                    faults.append("\(key)=\(value)")
                }
            }
            if let x = share(element["x"]), let width = share(element["width"]), x + width > 1.0000001 {
                faults.append("x + width = \(x + width)")
            }
            for key in ["y", "y1", "y2"] where !element[key].isEmpty {
                // Parts of a plot are measured from its upper edge, below which labels stand.
                if !(Double(element[key]).map { $0 >= -20 && $0 <= height } ?? false) {
                    faults.append("\(key)=\(element[key])")
                }
            }
        }
        for bad in ["nan", "inf", "NaN", "e+"] where elements.contains(where: { $0["d"].contains(bad) }) {
            faults.append(bad)
        }
        return faults
    }

    func share(_ percent: String) -> Double? {
        percent.hasSuffix("%") ? Double(percent.dropLast()).map { $0 / 100 } : nil
    }

    /// The points of each part of a path of the kind `MxylΔxΔy…`, `h`, `v` and `z` included.
    static func points(of path: String) -> [[(x: Int, y: Int)]] {
        var parts: [[(x: Int, y: Int)]] = []
        var (x, y) = (0, 0)
        var command: Character = "M"
        var numbers: [Int] = []
        var number = ""
        func finished() -> Int? { Int(number) }
        func flush() {
            if let value = finished() { numbers.append(value) }
            number = ""
            switch (command, numbers.count) {
            case ("M", 2):
                (x, y) = (numbers[0], numbers[1])
                parts.append([(x, y)])
            case ("l", 2):
                (x, y) = (x + numbers[0], y + numbers[1])
                parts[parts.count - 1].append((x, y))
            case ("h", 1):
                x += numbers[0]
                parts[parts.count - 1].append((x, y))
            case ("v", 1):
                y += numbers[0]
                parts[parts.count - 1].append((x, y))
            default: return
            }
            numbers = []
        }
        for character in path {
            switch character {
            case "M", "l", "h", "v", "z":
                flush()
                command = character
                numbers = []
            case "-":
                flush()
                number = "-"
            case " ": flush()
            default: number.append(character)
            }
        }
        flush()
        return parts
    }
}
