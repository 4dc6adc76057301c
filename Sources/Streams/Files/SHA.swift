internal import Crypto

/// SHA-256 as lower-case hexadecimal text.
package enum SHA {
    /// The digest of `bytes`, 64 lower-case hexadecimal digits.
    package static func hex(_ bytes: [UInt8]) -> String {
        var digest = Incremental()
        bytes.withUnsafeBufferPointer { digest.update(Bytes($0)) }
        return digest.hex
    }

    /// The 32 bytes of the digest of `bytes`.
    package static func digest(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }

    /// The 64 bytes of the SHA-512 of `bytes`, which OpenSSH signatures use.
    package static func digest512(_ bytes: [UInt8]) -> [UInt8] { Array(SHA512.hash(data: bytes)) }

    /// The digest of the UTF-8 form of `text`.
    package static func hex(of text: String) -> String { hex(Array(text.utf8)) }

    /// A SHA-256 computed piece by piece.
    package struct Incremental {
        private var state = SHA256()

        /// The state before the first byte.
        package init() {}

        /// Takes in the next bytes.
        package mutating func update(_ bytes: Bytes) {
            state.update(bufferPointer: UnsafeRawBufferPointer(bytes.buffer))
        }

        /// The digest of all bytes so far.
        package var hex: String { lowercaseHex(state.finalize()) }
    }
}

/// What identifies the content of a file.
package struct FileDigest: Sendable, Hashable {
    /// SHA-256, 64 lower-case hexadecimal digits.
    package var sha256: String
    /// The size in bytes.
    package var byteCount: Int64

    /// A digest with the size it belongs to.
    package init(sha256: String, byteCount: Int64) {
        self.sha256 = sha256
        self.byteCount = byteCount
    }
}

private func lowercaseHex(_ bytes: some Sequence<UInt8>) -> String {
    let digits: StaticString = "0123456789abcdef"
    var text: [UInt8] = []
    text.reserveCapacity(64)
    for byte in bytes {
        text.append(digits.utf8Start[Int(byte >> 4)])
        text.append(digits.utf8Start[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
}
