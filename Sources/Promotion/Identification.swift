import Formats
import Model
import Streams

/// What one file is taken for, why, and what it says when it is read to its end.
package struct Identification: Sendable {
    package let sentence: String
    package let details: [String]
    /// The file was recognised, and read to its end.
    package let isReadable: Bool

    /// Looks at any file by its path, links refused like in a release folder.
    package static func identify(_ path: String) -> Identification {
        let parts = path.split(separator: "/", omittingEmptySubsequences: true)
        guard let name = parts.last else {
            return Identification(sentence: "no file name", details: [], isReadable: false)
        }
        let folder = parts.dropLast().joined(separator: "/")
        let root = path.utf8.first == 47 ? "/" + folder : (folder.isEmpty ? "." : folder)
        do {
            let source = try ByteSource.open(root: root, relativePath: String(name))
            let preamble = try source.preamble()
            guard !preamble.isEmpty else {
                return Identification(sentence: "empty", details: [], isReadable: false)
            }
            guard let (format, recognition) = FormatCatalog.recognise(preamble) else {
                let start =
                    preamble.isHTML
                    ? "an HTML page"
                    : "it begins with '\(EvidenceReader.opening(preamble.lines(1).first ?? ""))'"
                return Identification(
                    sentence: "not recognised: \(start)",
                    details: ["`evidencepack identify --help` and the README list what is understood"],
                    isReadable: false)
            }
            var counts: [FactKind: Int] = [:]
            let headline = "\(recognition.dialect) (\(format.title)), because \(recognition.because)"
            do {
                let reading = try format.read(source, as: recognition.dialect) {
                    counts[$0.kind, default: 0] += 1
                }
                let digest = try source.finish()
                let facts = counts.sorted { $0.key.rawValue < $1.key.rawValue }.map {
                    "\($0.value) \($0.key.rawValue)"
                }
                var details = [
                    "read to its end: \(facts.isEmpty ? "no facts" : facts.joined(separator: ", "))",
                    "sha256:\(digest.sha256), \(digest.byteCount) bytes",
                ]
                if let made = reading.producedAt { details.append("made \(made)") }
                return Identification(
                    sentence: headline, details: details + reading.notes, isReadable: true)
            } catch let problem as StreamProblem {
                return Identification(
                    sentence: headline, details: ["cannot be read: \(problem.located(at: path))"],
                    isReadable: false)
            }
        } catch let problem as StreamProblem {
            return Identification(
                sentence: "\(problem.message). \(problem.advice)", details: [], isReadable: false)
        } catch {
            return Identification(sentence: "\(error)", details: [], isReadable: false)
        }
    }
}
