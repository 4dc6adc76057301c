internal import CLibXML2

/// The one place where libxml2 is set up for the whole process: no catalogs, and nothing external is ever loaded.
enum LibXML2 {
    /// Set up once, before the first parser is made.
    static let isReady: Bool = {
        xmlInitParser()
        xmlCatalogSetDefaults(XML_CATA_ALLOW_NONE)
        // Nothing is opened. Who asked is refused, for with the options below nobody should.
        xmlSetExternalEntityLoader { _, _, context in
            guard let session = context?.pointee._private else { return nil }
            Unmanaged<XMLSession>.fromOpaque(session).takeUnretainedValue().refuseExternal()
            return nil
        }
        return true
    }()

    /// NOENT makes attribute values right (without it `&amp;` arrives as `&#38;`); no entity can be declared, so none is expanded.
    /// NO_XXE (2.13) and NO_SYS_CATALOG (2.14) by value: older versions do not know and ignore them.
    static let options: Int32 =
        Int32(
            XML_PARSE_NONET.rawValue | XML_PARSE_NOENT.rawValue | XML_PARSE_BIG_LINES.rawValue
                | XML_PARSE_IGNORE_ENC.rawValue) | 1 << 23 | 1 << 24

}
