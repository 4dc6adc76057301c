import Model

private let remote = "evidence/deploy.tag/ls-remote.txt"
private let local = "evidence/deploy.tag/refs.txt"
private let object = #"[0-9a-f]{40}"#
private let other = String(repeating: "e", count: 40)

extension Defect {
    /// What can be wrong with the tag and its push.
    static let releaseTag: [Defect] = [
        Defect(
            "the tag is only known locally", .remove(remote), turns: ["deploy.tag": .unknown],
            says: "no list of the remote's tags", "git ls-remote"),
        Defect(
            "only a candidate of the tag was pushed",
            .replace(remote, "refs/tags/v1.50.3", with: "refs/tags/v1.50.3-rc.1"), turns: ["deploy.tag": .fail],
            says: "does not show v1.50.3", "v1.50.3-rc.1"),
        Defect(
            "the tag is of another commit",
            .replaceMatches(
                remote, #"\#(object)\trefs/tags/v1\.50\.3\^"#, with: "\(other)\trefs/tags/v1.50.3^"),
            turns: ["deploy.tag": .fail], says: "v1.50.3 is commit eeeeeeeeeeee", "not the release commit"),
        Defect(
            "the tag is lightweight", .remove(local),
            .replaceMatches(remote, #"\#(object)\trefs/tags/v1\.50\.3\n"#, with: ""),
            .replace(remote, "v1.50.3^{}", with: "v1.50.3"), turns: ["deploy.tag": .fail],
            says: "v1.50.3 is a lightweight tag"),
        Defect(
            "the list leaves out what the tag peels to",
            .replaceMatches(remote, #"\#(object)\trefs/tags/v1\.50\.3\^\{\}\n"#, with: ""),
            turns: ["deploy.tag": .unknown], says: "does not show which commit v1.50.3 peels to"),
        Defect(
            "the tag was moved after it was pushed",
            .replaceMatches(local, #"v1\.50\.3 tag \#(object)"#, with: "v1.50.3 tag \(other)"),
            turns: ["deploy.tag": .error], says: "another object in the local list than on the remote", other),
        Defect(
            "the remote's list is one of the local repository",
            .replace("\(remote).meta.yml", "ls-remote --tags origin", with: "ls-remote --tags ."),
            turns: ["deploy.tag": .unknown], says: "which does not ask origin", "git ls-remote --tags ."),
        Defect(
            "nothing says whose list it is",
            .replaceMatches("\(remote).meta.yml", #"command: .*\n"#, with: ""), turns: ["deploy.tag": .unknown],
            says: "nothing states which repository the list is of"),
        Defect(
            "the list is cut off inside the tag's name", .transform(remote) { Array($0.dropLast(5)) },
            turns: ["deploy.tag": .error], says: "the last line has no end", "ls-remote.txt"),
        Defect(
            "git failed in the middle of the list", .append(remote, "fatal: the remote end hung up unexpectedly\n"),
            turns: ["deploy.tag": .error], says: "none of a listing of refs", "ls-remote.txt:5"),
        Defect(
            "the list is an old one",
            .replaceMatches("\(remote).meta.yml", "collected_at: .*", with: "collected_at: 2026-01-01T00:00:00Z"),
            turns: ["deploy.tag": .unknown], says: "old (made 2026-01-01T00:00:00Z)", "at most 1 d old"),
        Defect(
            "the list is about another tag", .append("\(remote).meta.yml", "tag: v1.50.2\n"),
            turns: ["deploy.tag": .unknown], says: "about another tag: v1.50.2"),
    ]
}

extension Variation {
    static let releaseTag: [Variation] = [
        Variation("git's lists end their lines as Windows does", .crlf(remote), .crlf(local)),
        Variation(
            "the local list is one of git show-ref",
            .transform(local) { bytes in
                let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").flatMap { line -> [String] in
                    let words = line.split(separator: " ")
                    return ["\(words[2]) refs/tags/\(words[0])", "\(words[3]) refs/tags/\(words[0])^{}"]
                }
                return Array((lines.joined(separator: "\n") + "\n").utf8)
            }),
        Variation(
            "the remote's list has all refs",
            .transform(remote) { Array("\(other)\tHEAD\n\(other)\trefs/heads/main\n".utf8) + $0 }),
        Variation(
            "the tag is signed as well",
            .write(
                "evidence/deploy.tag/signature.txt",
                "Good \"git\" signature for hanna@example.com with ED25519 key SHA256:8m3w6TEk\n"),
            .write(
                "evidence/deploy.tag/signature.txt.meta.yml",
                "command: git verify-tag v1.50.3\ncollected_at: \(Defect.evaluatedAt)\n")),
    ]
}
