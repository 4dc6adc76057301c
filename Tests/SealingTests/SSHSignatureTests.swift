import Model
import TestKit
import Testing

@testable import Sealing

private let now = Instant(milliseconds: 1_795_000_000_000)
private let message = Array("release: v1.50.3\n".utf8)

/// A folder with a key of each kind that may sign, and real `ssh-keygen` to sign with it.
private final class Keys: Sendable {
    static let shared = Keys()
    let sandbox = Sandbox()

    private init() {
        for (kind, options) in [("ed25519", ""), ("ecdsa", "-b 256"), ("rsa", "-b 3072")] {
            _ = Shell("ssh-keygen -q -t \(kind) \(options) -N '' -C ana@example.com -f \(kind)", in: sandbox.path)
        }
        _ = Shell(
            "ssh-keygen -q -t ed25519 -N '' -f other; ssh-keygen -q -t rsa -b 2048 -N '' -f weak", in: sandbox.path)
    }

    func sign(_ bytes: [UInt8], with key: String, namespace: String = "evidencepack", hash: String = "sha512")
        -> [UInt8]
    {
        let sandbox = Sandbox()
        sandbox.write(bytes, to: "m")
        let run = Shell(
            "ssh-keygen -Y sign -O hashalg=\(hash) -n \(namespace) -f \(self.sandbox.path)/\(key) m", in: sandbox.path)
        return run.status == 0 ? Sandbox.bytes("\(sandbox.path)/m.sig") ?? [] : []
    }

    func line(_ key: String, options: String = "") -> String {
        let words = String(decoding: Sandbox.bytes("\(sandbox.path)/\(key).pub") ?? [], as: UTF8.self)
            .split(separator: " ").prefix(2).joined(separator: " ")
        return "ana@example.com \(options.isEmpty ? "" : options + " ")\(words)\n"
    }
}

private func verify(
    _ armoured: [UInt8], of bytes: [UInt8] = message, signers: String, revoked: String = "",
    principals: [String] = ["ana@example.com"], at time: Instant = now
) -> String {
    let (allowed, problems) = AllowedSigners.read(
        Array(signers.utf8), path: "allowed_signers", revoked: Array(revoked.utf8), revokedPath: "revoked_keys")
    guard problems.isEmpty else { return "\(problems)" }
    do throws(SignatureRefusal) {
        let signature = try SSHSignature(armoured: armoured)
        try allowed.verify(signature, of: bytes, by: principals, person: "ana", at: time)
        return "valid"
    } catch { return "\(error)" }
}

@Suite(.enabled(if: Shell.has("ssh-keygen"), "ssh-keygen is not installed"))
struct `An OpenSSH signature` {
    private let keys = Keys.shared

    @Test(arguments: ["ed25519", "ecdsa", "rsa"], ["sha256", "sha512"])
    func `made by ssh-keygen is valid for the bytes that were signed, and for no others`(key: String, hash: String) {
        let signature = keys.sign(message, with: key, hash: hash)
        #expect(verify(signature, signers: keys.line(key)) == "valid")
        #expect(verify(signature, of: message + [10], signers: keys.line(key)) == "the signature is not of these bytes")
        #expect(verify(signature, of: [], signers: keys.line(key)) == "the signature is not of these bytes")
    }

    @Test func `proves nothing for another namespace, key, person or time`() {
        let signature = keys.sign(message, with: "ed25519")
        let line = keys.line("ed25519")
        #expect(
            verify(keys.sign(message, with: "ed25519", namespace: "file"), signers: line).contains("signed for 'file'"))
        #expect(verify(signature, signers: keys.line("other")).hasSuffix("is not in allowed_signers"))
        #expect(verify(signature, signers: "").hasSuffix("is not in allowed_signers"))
        #expect(
            verify(signature, signers: line, principals: ["ben@example.com"])
                == "the key belongs to somebody else than ana")
        #expect(verify(signature, signers: line, revoked: String(line.dropFirst(16))).hasSuffix("is revoked"))
        #expect(
            verify(signature, signers: keys.line("ed25519", options: #"namespaces="git""#)).hasSuffix(
                "not in allowed_signers"))
        #expect(verify(signature, signers: keys.line("ed25519", options: #"namespaces="git,evidencepack""#)) == "valid")
    }

    @Test(arguments: [
        ((2026, 10, 30), "the key was not valid yet when it was signed"), ((2026, 11, 15), "valid"),
        ((2026, 11, 30), "the key was no longer valid when it was signed"),
    ])
    func `counts only within the validity of its key`(date: (Int, Int, Int), expected: String) throws {
        let line = keys.line("ed25519", options: #"valid-after="20261101Z",valid-before="20261130Z""#)
        let time = try #require(Instant(year: date.0, month: date.1, day: date.2))
        #expect(verify(keys.sign(message, with: "ed25519"), signers: line, at: time) == expected)
    }

    @Test func `of a short RSA key does not count`() {
        #expect(
            verify(keys.sign(message, with: "weak"), signers: keys.line("ed25519"))
                == "the RSA key is shorter than 3072 bits")
        #expect(verify([], signers: keys.line("weak")).contains("the RSA key is shorter than 3072 bits"))
    }

    @Test func `agrees with ssh-keygen -Y verify on patterns of principals`() {
        let signature = keys.sign(message, with: "ed25519")
        let sandbox = Sandbox()
        sandbox.write(signature, to: "m.sig")
        sandbox.write(message, to: "m")
        let key = String(keys.line("ed25519").dropFirst("ana@example.com".count))
        for pattern in [
            "*@example.com", "a?a@example.com", "*@example.com,!ana@example.com", "ben@example.com", "*", "!ana@*,*",
        ] {
            sandbox.write(Array("\(pattern)\(key)".utf8), to: "allowed")
            let theirs = Shell(
                "ssh-keygen -Y verify -f allowed -I ana@example.com -n evidencepack -s m.sig < m", in: sandbox.path)
            #expect((verify(signature, signers: "\(pattern)\(key)") == "valid") == (theirs.status == 0), "\(pattern)")
        }
    }

    @Test(arguments: ["ed25519", "ecdsa", "rsa"])
    func `with any one byte of its body flipped is refused`(key: String) {
        let armoured = keys.sign(message, with: key)
        let line = keys.line(key)
        for index in armoured.indices where armoured[index] != 10 {
            var flipped = armoured
            flipped[index] ^= 1
            #expect(verify(flipped, signers: line) != "valid", "byte \(index)")
        }
        for count in stride(from: 0, to: armoured.count - 1, by: 7) {
            #expect(verify(Array(armoured[..<count]), signers: line) != "valid", "cut at \(count)")
        }
        #expect(verify(armoured + armoured, signers: line) == "the signature is malformed")
        #expect(verify(Array("x\n".utf8) + armoured, signers: line) == "the signature is malformed")
    }

    @Test(arguments: [
        ("ana@example.com\n", "no principal, algorithm and key"),
        ("ana@example.com ssh-ed25519 AAA\n", "no key in base64"),
        ("ana@example.com valid-after=\"20261101\" KEY\n", "no time in UTC"),
        ("ana@example.com valid-before=\"20261340Z\" KEY\n", "is no date"),
        ("ana@example.com cert-authority KEY\n", "certificates are not accepted"),
        ("ana@example.com verify-required KEY\n", "unknown option"), (",ana@example.com KEY\n", "a principal is empty"),
        ("ana@example.com ssh-rsa BLOB\n", "the key is no ssh-rsa key"),
        ("ana@example.com sk-ssh-ed25519@openssh.com BLOB\n", "the key is no sk-ssh"),
    ])
    func `is checked against allowed_signers that are understood line by line`(line: String, message: String) {
        let key = keys.line("ed25519").dropFirst("ana@example.com ".count).dropLast()
        let blob = key.split(separator: " ").last.map(String.init) ?? ""
        let text = line.replacing("KEY", with: key).replacing("BLOB", with: blob)
        let (_, problems) = AllowedSigners.read(Array("# signers\n\n\(text)".utf8), path: "allowed_signers")
        #expect(problems.first?.message.contains(message) == true, "\(problems)")
        #expect(problems.first?.place.line == 3)
    }
}
