internal import Model
internal import Streams

/// SHA-256 digests of files, as coreutils, BSD, Perl's `shasum` and OpenSSL list them.
struct ChecksumList: EvidenceFormat {
    let id = "sha256sum"
    let title = "SHA-256 of files"
    let producedBy = ["sha256sum prod.plan", "shasum -a 256 prod.plan"]
    let facts: [FactKind] = [.checksum]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard preamble.json == nil, preamble.xml == nil, let line = preamble.lines(1).first, Self.parse(line) != nil
        else { return nil }
        return Recognition(dialect: id, because: "64 hexadecimal digits beside a file name")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let reader = LineReader(source)
        try reader.read { line in
            guard let (name, digest) = Self.parse(line.bytes.string) else {
                throw StreamProblem(
                    id: "checksum.line", message: "this line is no SHA-256 with a file name",
                    advice: "Store the output of `sha256sum FILE`, and nothing else.", line: line.number)
            }
            try emit(.checksum(FileChecksum(name: name, sha256: digest, line: line.number)))
        }
        guard reader.endedWithNewline else {
            throw StreamProblem(
                id: "checksum.cut-off", message: "the last line has no end, so it may be cut off",
                advice: "Store the whole output of `sha256sum FILE`.", line: 1)
        }
        return Reading()
    }

    private static func parse(_ line: String) -> (name: String, sha256: String)? {
        let (head, tail) = (line.prefix(64), line.dropFirst(64))
        if tail.hasPrefix("  ") || tail.hasPrefix(" *"), let digest = digest(head), tail.count > 2 {
            return (String(tail.dropFirst(2)), digest)
        }
        for start in ["SHA256 (", "SHA256(", "SHA2-256("] where line.hasPrefix(start) {
            for middle in [") = ", ")= "] {
                guard line.dropLast(64).hasSuffix(middle), let digest = digest(line.suffix(64)) else { continue }
                let name = line.dropFirst(start.count).dropLast(64 + middle.count)
                return name.isEmpty ? nil : (String(name), digest)
            }
        }
        return nil
    }

    private static func digest(_ text: Substring) -> String? {
        let lower = text.lowercased()
        return lower.utf8.count == 64 && lower.utf8.allSatisfy { $0 &- 48 < 10 || $0 &- 97 < 6 } ? lower : nil
    }
}
