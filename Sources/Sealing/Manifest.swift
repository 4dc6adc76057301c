package import Streams

/// SHA256SUMS of a pack: one line a file in the form that `sha256sum -c` reads, sorted by path.
package struct Manifest: Sendable, Equatable {
    package static let fileName = "SHA256SUMS"
    /// `ssh-keygen -Y verify` reads it.
    package static let signatureName = "SHA256SUMS.sig"

    /// Lower-case hex digests by relative path.
    package let digests: [String: String]

    package init(digests: [String: String]) { self.digests = digests }

    /// The file's bytes.
    package var bytes: [UInt8] {
        Array(digests.sorted { $0.key < $1.key }.map { "\($0.value)  \($0.key)\n" }.joined().utf8)
    }

    /// Reads what `bytes` wrote; anything else (another order, CRLF, a path that leaves the folder) throws.
    package init(parsing bytes: [UInt8]) throws(StreamProblem) {
        var digests: [String: String] = [:]
        var previous = ""
        var line = 0
        func refuse(_ message: String) -> StreamProblem {
            StreamProblem(id: "pack.bad-manifest", message: message, advice: "Build the pack again.", line: line)
        }
        guard bytes.isEmpty || bytes.last == 10 else { throw refuse("SHA256SUMS does not end with a newline") }
        for entry in bytes.split(separator: 10) {
            line += 1
            let text = Array(entry)
            guard text.count > 66, text[64] == 32, text[65] == 32,
                text[..<64].allSatisfy({ ($0 >= 48 && $0 <= 57) || ($0 >= 97 && $0 <= 102) })
            else { throw refuse("line \(line) of SHA256SUMS is not `<sha256>  <path>`") }
            let path = String(decoding: text[66...], as: UTF8.self)
            guard path.utf8.elementsEqual(text[66...]), !path.utf8.contains(13), path.utf8.first != 47,
                !path.split(separator: "/").contains("..")
            else { throw refuse("line \(line) of SHA256SUMS names an unsafe path") }
            guard path > previous else {
                throw refuse("SHA256SUMS is not sorted, or names a file twice, at line \(line)")
            }
            previous = path
            digests[path] = String(decoding: text[..<64], as: UTF8.self)
        }
        guard !digests.isEmpty else { throw refuse("SHA256SUMS is empty") }
        self.digests = digests
    }
}
