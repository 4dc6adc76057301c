import Model
import Sealing

/// Collects what was submitted in files below `signoffs/`, with their signatures.
struct SignOffReading {
    let folder: ReleaseFolder

    static let signerFiles = ["allowed_signers", "revoked_keys"]

    /// The files' sign-offs, by path. What cannot be read is submitted with its reason.
    /// - Throws: `Problem` when `signoffs/` cannot be listed.
    func submitted() throws -> [SubmittedSignOff] {
        let paths = try FileTree.paths(below: "signoffs", of: folder.root)
        let files = paths.filter { !$0.hasSuffix(".sig") }.map { file($0, paths) }
        return files + paths.filter { $0.hasSuffix(".sig") && !paths.contains(String($0.dropLast(4))) }.map(orphan)
    }

    /// Who may sign; both files may be absent.
    func signers() throws -> (signers: AllowedSigners, problems: [Problem]) {
        guard let (bytes, _) = try folder.configuration("allowed_signers") else { return (.none, []) }
        let revoked = try folder.configuration("revoked_keys")?.bytes ?? []
        return AllowedSigners.read(bytes, path: "allowed_signers", revoked: revoked, revokedPath: "revoked_keys")
    }

    private func file(_ path: String, _ paths: [String]) -> SubmittedSignOff {
        let place = Place(path, line: 1)
        do {
            guard let (bytes, _) = try folder.configuration(path) else {
                throw SignOffBlock.Refusal("the file is gone")
            }
            let outcome = Result { () throws(SignOffBlock.Refusal) in
                try path.hasSuffix(".json") ? SignOffJSON.read(bytes) : SignOffBlock.read(file: bytes)
            }
            guard paths.contains("\(path).sig") else {
                return SubmittedSignOff(outcome: outcome, channel: .file, place: place)
            }
            guard let (armoured, _) = try folder.configuration("\(path).sig") else {
                throw SignOffBlock.Refusal("the signature is gone")
            }
            let signature = Result { () throws(SignatureRefusal) in try SSHSignature(armoured: armoured) }
            return SubmittedSignOff(outcome: outcome, channel: .signature(signature, message: bytes), place: place)
        } catch let problem as Problem {
            return SubmittedSignOff(
                outcome: .failure(SignOffBlock.Refusal(problem.message)), channel: .file, place: place)
        } catch {
            return SubmittedSignOff(
                outcome: .failure(error as? SignOffBlock.Refusal ?? SignOffBlock.Refusal("\(error)")), channel: .file,
                place: place)
        }
    }

    private func orphan(_ path: String) -> SubmittedSignOff {
        SubmittedSignOff(
            outcome: .failure(SignOffBlock.Refusal("the file that this signature is of is missing")), channel: .file,
            place: Place(path))
    }
}
