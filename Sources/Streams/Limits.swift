/// How much of anything an input may hold before it is refused (SECURITY.md §2, matrix row 25).
package struct Limits: Sendable {
    /// Open JSON arrays and objects, or XML elements, inside each other.
    package var depth = 128
    /// XML elements in one document.
    package var elements = 50_000_000
    /// Attributes of one XML element.
    package var attributes = 1_000
    /// Bytes of one XML attribute value.
    package var attributeBytes = 1 << 20
    /// Bytes of text directly in one XML element.
    package var textBytes = 10 << 20
    /// Bytes of one JSON string or number, or one CSV cell.
    package var tokenBytes = 16 << 20
    /// Bytes of one line.
    package var lineBytes = 4 << 20
    /// Cells of one CSV row.
    package var columns = 10_000

    /// The limits above.
    package init() {}

    /// The limits that hold where a policy does not tighten them.
    package static let standard = Limits()
}
