/// An open array or object of a JSON document, and where in it the reader is; kept for the next one at the same depth.
final class JSONLevel {
    unowned(unsafe) let outer: JSONLevel?
    var isObject = false
    var index = 0
    let key = ByteBuffer()
    let keys = KeySet()
    private var kept: JSONLevel?

    init(outer: JSONLevel?) { self.outer = outer }

    /// The level inside this one.
    var inner: JSONLevel {
        if let kept { return kept }
        let fresh = JSONLevel(outer: self)
        kept = fresh
        return fresh
    }

    func begin(isObject: Bool) {
        self.isObject = isObject
        index = 0
        key.clear()
        keys.clear()
    }

    /// The RFC 6901 pointer of the value inside.
    var pointer: String {
        guard let outer else { return "" }
        if !isObject { return outer.pointer + "/" + String(index) }
        var text = outer.pointer + "/"
        for scalar in key.bytes.string.unicodeScalars {
            switch scalar {
            case "~": text += "~0"
            case "/": text += "~1"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
