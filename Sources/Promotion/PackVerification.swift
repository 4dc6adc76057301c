package import Model
import Sealing
import Streams

/// Compares a pack folder with its SHA256SUMS: every file listed is there and unchanged, and no other file is.
package enum PackVerification {
    /// - Returns: the problems, sorted by path; empty when the pack is whole. `digest` is that of pack.json.
    package static func verify(_ folder: String) -> (digest: String?, files: Int, problems: [Problem]) {
        func problem(_ id: String, _ message: String, _ path: String) -> Problem {
            Problem(
                "pack.\(id)", message, at: Place(path),
                advice: "Do not trust this pack; take it from its source again.")
        }
        let manifest: Manifest
        do {
            let source = try ByteSource.open(root: folder, relativePath: Manifest.fileName)
            var bytes: [UInt8] = []
            while let chunk = try source.next(), bytes.count < 16_777_216 {
                for index in 0..<chunk.count { bytes.append(chunk[index]) }
            }
            _ = try source.finish()
            manifest = try Manifest(parsing: bytes)
        } catch {
            return (nil, 0, [problem("no-manifest", error.message, "\(folder)/\(Manifest.fileName)")])
        }
        var problems: [Problem] = []
        for (path, expected) in manifest.digests.sorted(by: { $0.key < $1.key }) {
            do {
                let source = try ByteSource.open(root: folder, relativePath: path)
                let actual = try source.finish().sha256
                if actual != expected {
                    problems.append(
                        problem(
                            "changed-file", "the file's SHA-256 is \(actual), the manifest says \(expected)", path
                        ))
                }
            } catch {
                problems.append(problem("missing-file", error.message, path))
            }
        }
        let present: [String]
        do {
            present = try FileTree.paths(below: "", of: folder)
        } catch {
            return (nil, 0, [problem("unreadable", "the folder cannot be listed", folder)])
        }
        for path in present
        where path != Manifest.fileName && path != Manifest.signatureName
            && manifest.digests[path] == nil
        {
            problems.append(problem("foreign-file", "the manifest does not name this file", path))
        }
        return (manifest.digests["pack.json"], manifest.digests.count, problems)
    }

    /// Checks the signature of SHA256SUMS; what it covers is `verify`'s to compare.
    /// - Returns: the fingerprint of the key.
    /// - Throws: `Problem` when there is no signature by `principal`, or it is not of this manifest.
    package static func verifySignature(of folder: String, signers path: String, by principal: String, at time: Instant)
        throws -> String
    {
        func refuse(_ reason: String, _ place: String) -> Problem {
            Problem(
                "pack.bad-signature", reason, at: Place(place),
                advice: "Do not trust this pack; take it from its source again.")
        }
        func bytes(_ name: String, of folder: String) throws -> [UInt8] {
            guard let (bytes, _) = try ReleaseFolder(root: folder).configuration(name) else {
                throw refuse("the file is missing", "\(folder)/\(name)")
            }
            return bytes
        }
        let list = try bytes(String(path.split(separator: "/").last ?? ""), of: CapturedOutput.folder(of: path))
        let (signers, problems) = AllowedSigners.read(list, path: path)
        if let problem = problems.first { throw problem }
        let message = try bytes(Manifest.fileName, of: folder)
        let armoured = try bytes(Manifest.signatureName, of: folder)
        do throws(SignatureRefusal) {
            let signature = try SSHSignature(armoured: armoured)
            try signers.verify(signature, of: message, by: [principal], person: principal, at: time)
            return signature.key.fingerprint
        } catch { throw refuse("\(error)", "\(folder)/\(Manifest.signatureName)") }
    }
}
