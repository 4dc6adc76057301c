package import Model
import Templates

/// The style of the pages, where it stands in a file of its own.
package struct StyleSheet: Report {
    package let id = "style"
    package let fileName = "pack.css"
    private let bytes: [UInt8]

    package init(context: ReportContext) { bytes = context.templates.library[fileName] ?? [] }

    package func render(_ pack: Pack) -> [UInt8] { bytes }
}
