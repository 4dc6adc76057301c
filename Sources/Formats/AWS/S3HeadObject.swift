internal import Model
internal import Streams

/// What S3 knows of one object, from `aws s3api head-object`; its key stands only in the command.
struct S3HeadObject: EvidenceFormat {
    let id = "s3-head-object"
    let title = "S3 object"
    let producedBy = ["aws s3api head-object --checksum-mode ENABLED --bucket BUCKET --key prod/prod.plan"]
    let facts: [FactKind] = [.checksum, .gap]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let json = preamble.json, json.has("ETag"), json.has("ContentLength"), !json.has("Body") else {
            return nil
        }
        return Recognition(dialect: id, because: "`ETag` and `ContentLength`")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let json = JSONReader(source)
        var checksum: String?
        var isComposite = false
        var line = 1
        try json.object { key in
            switch key {
            case "ChecksumSHA256":
                line = json.line
                checksum = try json.optionalString()
            case "ChecksumType": if try json.optionalString() == "COMPOSITE" { isComposite = true }
            default: break
            }
        }
        try json.end()
        guard let checksum else {
            let reason =
                "S3 shows no SHA-256: put the object with --checksum-algorithm SHA256, ask with --checksum-mode ENABLED"
            try emit(.gap(EvidenceGap(reason: reason, line: line)))
            return Reading()
        }
        // `…-3` is a digest over the digests of three parts.
        if isComposite || checksum.utf8.contains(UInt8(ascii: "-")) {
            let reason = "the checksum is made of several parts' checksums, so it is not the file's SHA-256"
            try emit(.gap(EvidenceGap(reason: reason, line: line)))
            return Reading()
        }
        guard let digest = Self.hex(base64: checksum) else {
            throw StreamProblem(
                id: "s3.checksum", message: "`ChecksumSHA256` is no SHA-256 in base64",
                advice: "Collect the answer of `aws s3api head-object --checksum-mode ENABLED` again.", line: line)
        }
        try emit(.checksum(FileChecksum(name: "", sha256: digest, line: line)))
        return Reading()
    }

    /// 32 bytes in base64 (RFC 4648, padded) as hexadecimal digits.
    private static func hex(base64 text: String) -> String? {
        guard text.utf8.count == 44, text.hasSuffix("="), !text.dropLast().utf8.contains(UInt8(ascii: "=")) else {
            return nil
        }
        var bits: UInt32 = 0
        var bytes: [UInt8] = []
        for (index, byte) in text.dropLast().utf8.enumerated() {
            let value: UInt8
            switch byte {
            case 65...90: value = byte - 65
            case 97...122: value = byte - 71
            case 48...57: value = byte + 4
            case 43: value = 62
            case 47: value = 63
            default: return nil
            }
            bits = bits << 6 | UInt32(value)
            if index % 4 == 3 {
                bytes += [UInt8(bits >> 16 & 255), UInt8(bits >> 8 & 255), UInt8(bits & 255)]
                bits = 0
            }
        }
        bytes += [UInt8(bits >> 10 & 255), UInt8(bits >> 2 & 255)]
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
