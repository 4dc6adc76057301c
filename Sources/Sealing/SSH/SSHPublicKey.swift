internal import Crypto
internal import CryptoExtras
internal import Streams

/// A public key in OpenSSH's encoding, of a kind that may sign here: Ed25519, ECDSA over P-256, or RSA of at least 3072 bits.
package struct SSHPublicKey: Sendable, Hashable {
    /// Why a key cannot be used.
    package enum Refusal: String, Error, Sendable {
        case malformed = "the key is malformed"
        case unsupported = "the key is of a kind that may not sign here; use Ed25519, ECDSA P-256 or RSA"
        case weak = "the RSA key is shorter than 3072 bits"
    }

    /// The encoded key; two keys are the same when their encodings are.
    package let blob: [UInt8]
    /// `ssh-ed25519`, `ecdsa-sha2-nistp256` or `ssh-rsa`.
    package let algorithm: String
    private let parts: [[UInt8]]

    package init(blob: [UInt8]) throws(Refusal) {
        var wire = SSHWire(blob)
        guard let algorithm = wire.name() else { throw .malformed }
        var parts: [[UInt8]] = []
        switch algorithm {
        case "ssh-ed25519":
            guard let point = wire.bytes(), point.count == 32 else { throw .malformed }
            parts = [point]
        case "ecdsa-sha2-nistp256":
            guard wire.name() == "nistp256", let point = wire.bytes(), point.count == 65, point[0] == 4 else {
                throw .malformed
            }
            parts = [point]
        case "ssh-rsa":
            guard let exponent = wire.positiveInteger(), let modulus = wire.positiveInteger() else { throw .malformed }
            guard modulus.count >= 384, modulus[0] >= 128 || modulus.count > 384 else { throw .weak }
            guard modulus.count <= 2_048, exponent.count <= 8 else { throw .malformed }
            parts = [exponent, modulus]
        default: throw .unsupported
        }
        guard wire.isAtEnd else { throw .malformed }
        self.blob = blob
        self.algorithm = algorithm
        self.parts = parts
    }

    /// As `ssh-keygen -l` prints it: `SHA256:` and unpadded base64.
    package var fingerprint: String {
        "SHA256:" + Base64.encode(SHA.digest(blob)).prefix { $0 != "=" }
    }

    /// As it stands in allowed_signers, behind its principals.
    package var line: String { "\(algorithm) \(Base64.encode(blob))" }

    /// Whether `signature` is this key's signature of `message` by `algorithm`.
    func isValid(_ signature: [UInt8], of message: [UInt8], by signatureAlgorithm: String) -> Bool {
        switch (algorithm, signatureAlgorithm) {
        case ("ssh-ed25519", "ssh-ed25519"):
            guard signature.count == 64, let key = try? Curve25519.Signing.PublicKey(rawRepresentation: parts[0]) else {
                return false
            }
            return key.isValidSignature(signature, for: message)
        case ("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256"):
            var wire = SSHWire(signature)
            guard let r = wire.positiveInteger(), let s = wire.positiveInteger(), wire.isAtEnd, r.count <= 32,
                s.count <= 32, let key = try? P256.Signing.PublicKey(x963Representation: parts[0])
            else { return false }
            let raw = [r, s].flatMap { [UInt8](repeating: 0, count: 32 - $0.count) + $0 }
            guard let parsed = try? P256.Signing.ECDSASignature(rawRepresentation: raw) else { return false }
            return key.isValidSignature(parsed, for: message)
        case ("ssh-rsa", "rsa-sha2-256"):
            return isValidRSA(signature, SHA256.hash(data: message))
        case ("ssh-rsa", "rsa-sha2-512"):
            return isValidRSA(signature, SHA512.hash(data: message))
        default: return false
        }
    }

    private func isValidRSA(_ signature: [UInt8], _ digest: some Digest) -> Bool {
        guard signature.count == parts[1].count,
            let key = try? _RSA.Signing.PublicKey(n: parts[1], e: parts[0])
        else { return false }
        // The padding's name warns of its use for new protocols; SSH's signatures have it (RFC 8332).
        return key.isValidSignature(
            _RSA.Signing.RSASignature(rawRepresentation: signature), for: digest, padding: .insecurePKCS1v1_5)
    }
}

extension Base64 {
    static func encode(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var out: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start...].prefix(3)
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for position in 0..<4 {
                out.append(position <= group.count ? alphabet[bits >> (18 - 6 * position) & 63] : 61)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
