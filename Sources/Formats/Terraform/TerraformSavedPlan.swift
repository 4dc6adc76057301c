internal import Model
internal import Streams

/// The saved plan itself: a ZIP archive, of which only the digest is evidence.
struct TerraformSavedPlan: EvidenceFormat {
    let id = "terraform-saved-plan"
    let title = "saved terraform plan"
    let producedBy = ["terraform plan -out prod.plan"]
    let facts: [FactKind] = [.checksum]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        // The name of the first entry stands 30 bytes behind the signature of its header.
        guard preamble.head.starts(with: "PK\u{3}\u{4}".utf8), preamble.head.dropFirst(30).starts(with: "tfplan".utf8)
        else { return nil }
        return Recognition(dialect: id, because: "a ZIP archive that begins with the entry `tfplan`")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        var digest = SHA.Incremental()
        var tail: [UInt8] = []
        var count = 0
        while let chunk = try source.next() {
            digest.update(chunk)
            count += chunk.count
            tail += chunk.buffer
            if tail.count > 2 * ZIPDirectory.greatest { tail.removeFirst(tail.count - ZIPDirectory.greatest) }
        }
        guard let names = ZIPDirectory.names(tail, fileBytes: count) else {
            throw StreamProblem(
                id: "terraform.saved-plan", message: "the archive does not end with its table of contents",
                advice: "The file is cut off or was changed: copy prod.plan again.")
        }
        guard Set(names).isSuperset(of: ["tfplan", "tfstate"]) else {
            throw StreamProblem(
                id: "terraform.saved-plan", message: "the archive holds \(names.prefix(5)), so it is no saved plan",
                advice: "Copy prod.plan again.")
        }
        try emit(.checksum(FileChecksum(name: "", sha256: digest.hex, line: 1)))
        return Reading()
    }
}

/// The table of contents at the end of a ZIP archive (APPNOTE.TXT 4.3.12, 4.3.16).
enum ZIPDirectory {
    /// No saved plan has a longer table.
    static let greatest = 1 << 20

    /// The names of all entries; `nil` unless `tail`, the end of the file, ends with a whole table and no comment.
    static func names(_ tail: [UInt8], fileBytes: Int) -> [String]? {
        func number(_ at: Int, _ bytes: Int) -> Int {
            (0..<bytes).reduce(0) { $0 | Int(tail[at + $1]) << (8 * $1) }
        }
        let end = tail.count - 22
        guard end >= 0, number(end, 4) == 0x0605_4B50, number(end + 4, 4) == 0, number(end + 20, 2) == 0 else {
            return nil
        }
        let (entries, size, offset) = (number(end + 10, 2), number(end + 12, 4), number(end + 16, 4))
        guard number(end + 8, 2) == entries, size <= end, offset + size + 22 == fileBytes else { return nil }
        var names: [String] = []
        var at = end - size
        while at < end {
            guard at + 46 <= end, number(at, 4) == 0x0201_4B50, number(at + 42, 4) < offset else { return nil }
            let name = number(at + 28, 2)
            let next = at + 46 + name + number(at + 30, 2) + number(at + 32, 2)
            guard next <= end else { return nil }
            names.append(String(decoding: tail[at + 46..<at + 46 + name], as: UTF8.self))
            at = next
        }
        return names.count == entries ? names : nil
    }
}
