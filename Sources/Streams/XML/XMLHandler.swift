/// What an XML document is told to, in the order of the document; what it throws ends the reading and is thrown on.
package protocol XMLHandler: AnyObject {
    /// An element begins.
    func start(_ element: borrowing XMLElement) throws
    /// Text, CDATA or white space inside the current element; it may come in several pieces.
    func text(_ bytes: Bytes) throws
    /// The element of that local name ends on that line.
    func end(_ name: Bytes, line: Int) throws
}
