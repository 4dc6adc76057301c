internal import CLibXML2
internal import Glibc

/// The start of an XML element, borrowed from the parser and valid only during the call that receives it.
package struct XMLElement {
    /// The local name.
    package let name: Bytes
    let uri: UnsafePointer<xmlChar>?
    let context: xmlParserCtxtPtr?
    /// Five pointers an attribute: local name, prefix, namespace, start and end of the value.
    let attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    /// How many attributes there are; namespace declarations do not count.
    package let attributeCount: Int

    /// The namespace URI.
    package var namespace: Bytes? { uri.map { Bytes(cString: $0) } }

    /// The line of the tag's `<`, from 1.
    package var line: Int { XMLElement.lineOfTag(context) }

    /// The unescaped value of the attribute of that name in no namespace; `nil` if there is none.
    package func attribute(_ name: StaticString) -> Bytes? {
        for index in 0..<attributeCount where pointer(index, 1) == nil && isEqual(pointer(index, 0), name) {
            return value(index)
        }
        return nil
    }

    /// The unescaped value of the attribute of that local name in that namespace; `nil` if there is none.
    package func attribute(_ name: StaticString, namespace: StaticString) -> Bytes? {
        for index in 0..<attributeCount
        where isEqual(pointer(index, 2), namespace) && isEqual(pointer(index, 0), name) {
            return value(index)
        }
        return nil
    }

    /// Calls `body` with the local name and the unescaped value of each attribute, in the order of the file.
    package func forEachAttribute(_ body: (Bytes, Bytes) throws -> Void) rethrows {
        for index in 0..<attributeCount {
            if let name = pointer(index, 0) { try body(Bytes(cString: name), value(index)) }
        }
    }

    private func pointer(_ index: Int, _ part: Int) -> UnsafePointer<xmlChar>? { attributes?[index * 5 + part] }

    private func value(_ index: Int) -> Bytes {
        guard let start = pointer(index, 3), let end = pointer(index, 4) else { return .empty }
        return Bytes(start, count: end - start)
    }

    private func isEqual(_ name: UnsafePointer<xmlChar>?, _ text: StaticString) -> Bool {
        // Both end in a zero byte.
        name.map { strcmp(UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self), text.cString) == 0 } ?? false
    }

    /// The parser stands at the tag's end; no `<` can lie inside a tag, so the last one is its start.
    private static func lineOfTag(_ context: xmlParserCtxtPtr?) -> Int {
        guard let input = context?.pointee.input else { return 0 }
        var line = Int(input.pointee.line)
        guard let base = input.pointee.base, var at = input.pointee.cur else { return line }
        while at > base {
            at -= 1
            if at.pointee == 0x0A { line -= 1 }
            if at.pointee == UInt8(ascii: "<") { break }
        }
        return line
    }
}

extension Bytes {
    /// The bytes up to the zero byte.
    init(cString: UnsafePointer<xmlChar>) {
        self.init(cString, count: strlen(UnsafeRawPointer(cString).assumingMemoryBound(to: CChar.self)))
    }
}

extension StaticString {
    fileprivate var cString: UnsafePointer<CChar> {
        UnsafeRawPointer(utf8Start).assumingMemoryBound(to: CChar.self)
    }
}
