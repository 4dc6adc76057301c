internal import Model
internal import Streams

/// What `git verify-tag` says, plain or `--raw`, of SSH and GPG signatures.
///
/// A tag's own text may hold any sentence: what stands behind it proves nothing (with `-v`, or `git tag -v`).
struct GitTagSignature: EvidenceFormat {
    let id = "git-verify-tag"
    let title = "verification of a signed tag"
    let producedBy = ["git verify-tag --raw v1.50.3 2>&1"]
    let facts: [FactKind] = [.tagSignature]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let line = preamble.lines(1).first else { return nil }
        if line.hasPrefix("object "), preamble.lines(2).last?.hasPrefix("type ") == true {
            return Recognition(dialect: id, because: "the content of a tag")
        }
        guard SignatureLine(line) != nil else { return nil }
        return Recognition(dialect: id, because: "git speaks of a signature")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        var scan = SignatureScan()
        try LineReader(source, stripping: false).read { line in try scan.take(line.bytes.string, line.number) }
        try emit(.tagSignature(scan.signature()))
        return Reading()
    }
}

/// A line by which git or gpg says how a signature is.
private enum SignatureLine {
    /// By whom; empty where git names nobody.
    case good(String)
    case bad
    /// The key's owner is known to be who it says.
    case trusted
    case valid
    case remark

    init?(_ line: String) {
        if line.hasPrefix("[GNUPG:] ") {
            let words = line.split(separator: " ")
            switch words.count > 1 ? words[1] : "" {
            case "GOODSIG": self = .good(Self.address(line))
            case "VALIDSIG": self = .valid
            case "TRUST_FULLY", "TRUST_ULTIMATE": self = .trusted
            case "BADSIG", "ERRSIG", "EXPSIG", "EXPKEYSIG", "REVKEYSIG", "NO_PUBKEY", "NODATA", "KEYREVOKED",
                "KEYEXPIRED", "SIGEXPIRED", "FAILURE", "ERROR", "TRUST_NEVER":
                self = .bad
            default: self = .remark
            }
        } else if line.hasPrefix(#"Good "git" signature"#) {
            let words = line.split(separator: " ")
            // `for PRINCIPAL with TYPE key FINGERPRINT`; an unknown signer has no `for`.
            self = .good(words.count > 4 && words[3] == "for" ? String(words[4]) : "")
        } else if line.hasPrefix("gpg: ") {
            let text = line.dropFirst(5)
            if text.hasPrefix("Good signature from ") {
                self = .good(Self.address(line))
            } else if text.hasPrefix("BAD signature") || text.hasPrefix("Can't check signature")
                || text.hasPrefix("WARNING") || text.hasPrefix("Expired signature") || text.hasPrefix("Note:")
            {
                self = .bad
            } else {
                self = .remark
            }
        } else if line.hasPrefix("Primary key fingerprint:") || line.hasPrefix("     Subkey fingerprint:") {
            self = .remark
        } else if line == "No principal matched." || line.hasPrefix("Could not verify signature")
            || line.hasPrefix("Signature verification failed") || line.hasPrefix("error: no signature found")
            || line.hasPrefix("error: tag '") && line.hasSuffix("' not found.")
            || line.hasPrefix("error: gpg.ssh.allowedSignersFile")
            || line.hasPrefix("error: ") && line.contains(": cannot verify a non-tag object of type ")
        {
            self = .bad
        } else {
            return nil
        }
    }

    /// What stands in `<…>`.
    private static func address(_ line: String) -> String {
        guard let open = line.utf8.lastIndex(of: UInt8(ascii: "<")),
            let close = line.utf8.lastIndex(of: UInt8(ascii: ">")), open < close
        else { return "" }
        return String(line[line.utf8.index(after: open)..<close])
    }
}

/// The lines of one verification, taken together.
private struct SignatureScan {
    private var firstLine = 0
    private var message: String?
    private var signer: String?
    private var isGPG = false
    private var isRaw = false
    private var isBad = false
    private var isTrusted = false
    private var isValid = false
    private var object: String?
    private var tag: String?
    private var isInContent = false

    mutating func take(_ line: String, _ number: Int) throws {
        if isInContent { return try takeContent(line, number) }
        if line.hasPrefix("object ") {
            isInContent = true
            object = String(line.dropFirst(7))
            return
        }
        if line.hasPrefix("exit ") {
            if line != "exit 0" { isBad = true }
            return
        }
        guard let found = SignatureLine(line) else {
            if line.isEmpty { return }
            throw StreamProblem(
                id: "git.signature", message: "this line is none of `git verify-tag`",
                advice: "Store `git verify-tag --raw TAG 2>&1`, and nothing else.", line: number)
        }
        if firstLine == 0 { firstLine = number }
        if line.hasPrefix("gpg: ") || line.hasPrefix("[GNUPG:]") { isGPG = true }
        if line.hasPrefix("[GNUPG:]") { isRaw = true }
        switch found {
        case .good(let name):
            guard signer == nil else {
                throw StreamProblem(
                    id: "git.two-signatures", message: "a second signature is stated, so it is not clear which counts",
                    advice: "Verify one tag at a time.", line: number)
            }
            signer = name
            message = line
        case .bad:
            isBad = true
            message = line
        case .trusted: isTrusted = true
        case .valid: isValid = true
        case .remark: break
        }
    }

    private mutating func takeContent(_ line: String, _ number: Int) throws {
        if tag == nil, line.hasPrefix("tag ") { tag = String(line.dropFirst(4)) }
        if line.hasPrefix("exit "), line != "exit 0" { isBad = true }
        guard SignatureLine(line) == nil || message != nil else {
            throw StreamProblem(
                id: "git.signature-in-content",
                message: "the signature's verdict stands behind the tag's own text, where anybody can write it",
                advice: "Store `git verify-tag --raw TAG 2>&1`, without `-v`.", line: number)
        }
    }

    func signature() throws -> TagSignature {
        guard let message else {
            throw StreamProblem(
                id: "git.signature", message: "git does not say how the signature is",
                advice: "Store `git verify-tag --raw TAG 2>&1`; its verdict is on the error output.", line: 1)
        }
        // gpg calls a signature good whoever made it; only its raw words say that the key is trusted.
        let isProven = isGPG ? isRaw && isTrusted && isValid : true
        var signature = TagSignature(
            isGood: !isBad && isProven && signer?.isEmpty == false, message: message, line: max(firstLine, 1))
        signature.signer = signer.flatMap { $0.isEmpty ? nil : $0 }
        signature.tag = tag
        signature.object = object
        return signature
    }
}
