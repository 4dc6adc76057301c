internal import CLibXML2

/// The C functions that libxml2 calls; each passes on to the session that its first argument points to.
enum XMLEvents {
    static var handlers: xmlSAXHandler {
        var handlers = xmlSAXHandler()
        handlers.initialized = UInt32(XML_SAX2_MAGIC)
        handlers.startElementNs = { data, name, _, uri, declarations, _, count, _, attributes in
            session(data)?.start(
                name, uri, declarations: Int(declarations), attributes: attributes, count: Int(count))
        }
        handlers.endElementNs = { data, name, _, _ in session(data)?.end(name) }
        handlers.characters = { data, text, count in told(data, text, count) }
        // The same function: then libxml2 does not ask which white space could be left out.
        handlers.ignorableWhitespace = handlers.characters
        handlers.cdataBlock = { data, text, count in told(data, text, count) }
        handlers.endDocument = { data in session(data)?.endDocument() }
        handlers.serror = { data, error in
            if let error { session(data)?.report(error.pointee) }
        }
        handlers.internalSubset = { data, _, _, _ in session(data)?.documentType() }
        handlers.externalSubset = { data, _, _, _ in session(data)?.endOfDocumentType() }
        handlers.entityDecl = { data, _, _, _, _, _ in session(data)?.refuseDeclarations() }
        handlers.unparsedEntityDecl = { data, _, _, _, _ in session(data)?.refuseDeclarations() }
        handlers.notationDecl = { data, _, _, _ in session(data)?.refuseDeclarations() }
        handlers.elementDecl = { data, _, _, _ in session(data)?.refuseDeclarations() }
        handlers.attributeDecl = { data, _, _, _, _, _, enumeration in
            xmlFreeEnumeration(enumeration)
            session(data)?.refuseDeclarations()
        }
        handlers.reference = { data, _ in session(data)?.refuseEntity() }
        handlers.getParameterEntity = { data, _ in
            session(data)?.refuseDeclarations()
            return nil
        }
        return handlers
    }
}

private func session(_ data: UnsafeMutableRawPointer?) -> XMLSession? {
    data.map { Unmanaged<XMLSession>.fromOpaque($0).takeUnretainedValue() }
}

private func told(_ data: UnsafeMutableRawPointer?, _ text: UnsafePointer<xmlChar>?, _ count: Int32) {
    guard let text, count > 0 else { return }
    session(data)?.text(Bytes(text, count: Int(count)))
}
