import Glibc
import Streams
import TestKit
import Testing

@testable import Sealing

/// The public signature vectors of `../shared/corpus/suites/wycheproof`, put into SSH's encodings.
private enum Vectors {
    static let folder: String = {
        let root = getenv("EVIDENCEPACK_CORPUS").map { String(cString: $0) } ?? "\(packageRoot)/../shared/corpus"
        return "\(root)/suites/wycheproof"
    }()
    static let isPresent = access(folder, R_OK) == 0

    struct Case { var (id, message, signature, result) = (0, [UInt8](), [UInt8](), "") }

    /// Calls back with the members of each group's public key and its cases.
    static func groups(_ name: String, _ body: ([String: String], [Case]) throws -> Void) throws {
        let json = JSONReader(ByteSource(bytes: try #require(Sandbox.bytes("\(folder)/\(name)"))))
        try json.object { key in
            guard key.string == "testGroups" else { return }
            try json.array { _ in
                var (publicKey, cases): ([String: String], [Case]) = ([:], [])
                try json.object { key in
                    switch key.string {
                    case "publicKey":
                        try json.object { key in
                            let name = key.string
                            if try json.kind() == .string { publicKey[name] = try json.string() }
                        }
                    case "tests": try json.array { _ in cases.append(try read(json)) }
                    default: break
                    }
                }
                try body(publicKey, cases)
            }
        }
        try json.end()
    }

    private static func read(_ json: JSONReader) throws -> Case {
        var one = Case()
        try json.object { key in
            switch key.string {
            case "tcId": one.id = try json.int()
            case "msg": one.message = hex(try json.string())
            case "sig": one.signature = hex(try json.string())
            case "result": one.result = try json.string()
            default: break
            }
        }
        return one
    }

    static func hex(_ text: String) -> [UInt8] {
        let digits = Array(text.utf8).map { $0 < 58 ? $0 - 48 : ($0 | 32) - 87 }
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    /// The two integers of a DER signature as SSH writes them; `nil` when it is not strict DER.
    static func integers(_ der: [UInt8]) -> [UInt8]? {
        guard der.count > 2, der[0] == 0x30, Int(der[1]) == der.count - 2, der[1] < 128 else { return nil }
        var rest = der[2...]
        var fields: [UInt8] = []
        for _ in 0..<2 {
            guard rest.count > 2, rest.removeFirst() == 2 else { return nil }
            let count = Int(rest.removeFirst())
            guard count > 0, count < 128, rest.count >= count else { return nil }
            fields += SSHWire.field(rest.prefix(count))
            rest = rest.dropFirst(count)
        }
        return rest.isEmpty ? fields : nil
    }
}

@Suite(.enabled(if: Vectors.isPresent, "the corpus is not beside the project"))
struct `The public signature vectors` {
    @Test func `of Ed25519 are judged as their authors judge them, all 151`() throws {
        var count = 0
        try Vectors.groups("ed25519_test.json") { publicKey, cases in
            let blob = SSHWire.field(Array("ssh-ed25519".utf8)) + SSHWire.field(Vectors.hex(publicKey["pk"] ?? ""))
            let key = try SSHPublicKey(blob: blob)
            for one in cases {
                #expect(
                    key.isValid(one.signature, of: one.message, by: "ssh-ed25519") == (one.result == "valid"),
                    "\(one.id)")
                count += 1
            }
        }
        #expect(count == 151)
    }

    @Test func `of ECDSA over P-256 are judged as their authors judge them, all 484`() throws {
        var count = 0
        try Vectors.groups("ecdsa_secp256r1_sha256_test.json") { publicKey, cases in
            let name = Array("ecdsa-sha2-nistp256".utf8)
            let blob =
                SSHWire.field(name) + SSHWire.field(Array("nistp256".utf8))
                + SSHWire.field(Vectors.hex(publicKey["uncompressed"] ?? ""))
            let key = try SSHPublicKey(blob: blob)
            for one in cases {
                let isValid =
                    Vectors.integers(one.signature).map {
                        key.isValid($0, of: one.message, by: "ecdsa-sha2-nistp256")
                    } ?? false
                #expect(isValid == (one.result == "valid"), "\(one.id)")
                count += 1
            }
        }
        #expect(count == 484)
    }

    @Test(arguments: ["rsa_signature_3072_sha512_test.json", "rsa_signature_4096_sha512_test.json"])
    func `of RSA with SHA-512 are judged as their authors judge them`(name: String) throws {
        var count = 0
        try Vectors.groups(name) { publicKey, cases in
            let exponent = Vectors.hex(publicKey["publicExponent"] ?? "")
            let blob =
                SSHWire.field(Array("ssh-rsa".utf8)) + SSHWire.field(exponent)
                + SSHWire.field(Vectors.hex(publicKey["modulus"] ?? ""))
            let key = try SSHPublicKey(blob: blob)
            for one in cases where one.result != "acceptable" {
                #expect(
                    key.isValid(one.signature, of: one.message, by: "rsa-sha2-512") == (one.result == "valid"),
                    "\(one.id)")
                count += 1
            }
        }
        #expect(count > 200)
    }
}
