internal import Streams

/// A detached signature as `ssh-keygen -Y sign` writes it (OpenSSH, PROTOCOL.sshsig).
package struct SSHSignature: Sendable {
    package let key: SSHPublicKey
    package let namespace: String
    private let hash: Hash
    private let algorithm: String
    private let signature: [UInt8]

    private enum Hash: String { case sha256, sha512 }

    /// Reads the armoured text; anything before, between or after what the format allows is refused.
    package init(armoured text: [UInt8]) throws(SignatureRefusal) {
        let lines = text.split(separator: 10, omittingEmptySubsequences: false).map { line in
            line.last == 13 ? line.dropLast() : line
        }
        guard let last = lines.lastIndex(where: { !$0.isEmpty }), last >= 2,
            lines[0].elementsEqual("-----BEGIN SSH SIGNATURE-----".utf8),
            lines[last].elementsEqual("-----END SSH SIGNATURE-----".utf8),
            let blob = Base64.decode(lines[1..<last].flatMap { Array($0) })
        else { throw .malformedSignature }
        try self.init(blob: blob)
    }

    private init(blob: [UInt8]) throws(SignatureRefusal) {
        var wire = SSHWire(blob)
        guard wire.takes("SSHSIG"), wire.number() == 1, let keyBlob = wire.bytes(), let name = wire.bytes(),
            let reserved = wire.bytes(), let hashName = wire.name(), let field = wire.bytes(), wire.isAtEnd
        else { throw .malformedSignature }
        guard reserved.isEmpty else { throw .malformedSignature }
        guard let hash = Hash(rawValue: hashName) else { throw .unknownAlgorithm(hashName) }
        var inner = SSHWire(field)
        guard let algorithm = inner.name(), let signature = inner.bytes(), inner.isAtEnd else {
            throw .malformedSignature
        }
        do { key = try SSHPublicKey(blob: keyBlob) } catch { throw .unusableKey(error.rawValue) }
        guard !name.isEmpty, name.allSatisfy({ $0 > 32 && $0 < 127 }) else { throw .malformedSignature }
        namespace = String(decoding: name, as: UTF8.self)
        self.hash = hash
        self.algorithm = algorithm
        self.signature = signature
    }

    /// Whether the key that it names signed exactly `message`; says nothing about whose key that is.
    func isValid(of message: [UInt8]) -> Bool {
        let digest = hash == .sha256 ? SHA.digest(message) : SHA.digest512(message)
        let signed =
            Array("SSHSIG".utf8) + SSHWire.field(Array(namespace.utf8)) + SSHWire.field([])
            + SSHWire.field(Array(hash.rawValue.utf8)) + SSHWire.field(digest)
        return key.isValid(signature, of: signed, by: algorithm)
    }
}

/// Why a signature proves nothing.
package enum SignatureRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    case malformedSignature
    case unknownAlgorithm(String)
    case unusableKey(String)
    case wrongNamespace(String)
    /// The fingerprint of a key that nobody is known by.
    case unknownKey(String)
    case revokedKey(String)
    /// The key is known, but not for this person.
    case wrongPrincipal(expected: String)
    case notYetValid
    case expired
    case doesNotMatch

    package var description: String {
        switch self {
        case .malformedSignature: "the signature is malformed"
        case .unknownAlgorithm(let name): "the algorithm '\(name)' is not accepted"
        case .unusableKey(let reason): reason
        case .wrongNamespace(let name): "it was signed for '\(name)', not for 'evidencepack'"
        case .unknownKey(let fingerprint): "the key \(fingerprint) is not in allowed_signers"
        case .revokedKey(let fingerprint): "the key \(fingerprint) is revoked"
        case .wrongPrincipal(let person): "the key belongs to somebody else than \(person)"
        case .notYetValid: "the key was not valid yet when it was signed"
        case .expired: "the key was no longer valid when it was signed"
        case .doesNotMatch: "the signature is not of these bytes"
        }
    }
}
