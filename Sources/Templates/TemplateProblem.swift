/// Why a template was refused, and where it stands.
package struct TemplateProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// Name of the template, e.g. `index.html`.
    package let file: String
    /// 1-based.
    package let line: Int
    /// 1-based, in bytes.
    package let column: Int
    package let message: String

    package var description: String { "\(file):\(line):\(column): \(message)" }
}
