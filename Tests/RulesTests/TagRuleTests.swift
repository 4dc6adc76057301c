import Model
import Rules
import TestKit
import Testing

private let commit = String(repeating: "a", count: 40)
private let object = String(repeating: "c", count: 40)

private func ref(
    _ name: String = "v1.50.3", _ id: String = object, peeled: String? = commit, isRemote: Bool = true
) -> Fact {
    var ref = GitRef(name: name, object: id, isRemote: isRemote, line: 3)
    ref.peeled = peeled
    ref.kind = peeled == nil ? .unknown : .annotated
    return .gitRef(ref)
}

private func remote(_ facts: Fact..., command: String? = "git ls-remote --tags origin") -> JudgedFile {
    var file = JudgedFile("deploy.tag/ls-remote.txt")
    file.facts = facts
    file.command = command
    return file
}

private func signature(
    _ isGood: Bool, by signer: String?, tag: String? = nil, object: String? = nil,
    command: String = "git verify-tag v1.50.3"
) -> JudgedFile {
    var signature = TagSignature(isGood: isGood, message: "as git says", line: 1)
    (signature.signer, signature.tag, signature.object) = (signer, tag, object)
    return JudgedFile("deploy.tag/signature.txt", .tagSignature(signature)).by(command)
}

private var signedRelease: Release {
    var release = Release.sample()
    release.people[0].keys = ["quinn@example.com"]
    return release
}

@Suite struct `a tag` {
    @Test func `on the remote, annotated, of the release commit passes`() throws {
        let outcome = try judge("tag-pushed", [remote(ref("v1.50.2", "b", peeled: "d"), ref())])
        #expect(outcome.findings.map(\.verdict) == [.pass])
        #expect(outcome.findings.first?.observed == commit)
    }

    @Test(arguments: [
        ("only listed locally", Verdict.unknown, JudgedFile("deploy.tag/refs.txt", ref(isRemote: false))),
        ("a longer name", .fail, remote(ref("v1.50.3-rc.1"))),
        ("the branch of that name", .fail, remote(ref("refs/heads/v1.50.3", commit, peeled: nil))),
        ("another commit", .fail, remote(ref(peeled: String(repeating: "b", count: 40)))),
        ("lightweight", .fail, remote(ref("v1.50.3", commit, peeled: nil))),
        ("not peeled", .unknown, remote(ref("v1.50.3", object, peeled: nil))),
        ("a list of nobody knows what", .unknown, remote(ref(), command: nil)),
        ("a list of the local repository", .unknown, remote(ref(), command: "git ls-remote --tags .")),
        ("a list of local refs, by a pattern", .unknown, remote(ref(), command: "git ls-remote --tags . origin")),
        ("a list of a fork", .unknown, remote(ref(), command: "git ls-remote --tags fork")),
        ("twice, with two commits", .fail, remote(ref(), ref(peeled: String(repeating: "b", count: 40)))),
    ])
    func `is not accepted`(why: String, expected: Verdict, file: JudgedFile) throws {
        #expect(verdict(try judge("tag-pushed", [file]).findings) == expected, "\(why)")
    }

    @Test func `of another train fails, however it is called in release yml`() throws {
        for tag in ["v1.51.0", "v1.50.3-rc.1", "v1.50.", "v1.500.1"] {
            var release = Release.sample()
            release.tag = tag
            #expect(verdict(try judge("tag-pushed", [remote(ref(tag))], release: release).findings) == .fail, "\(tag)")
        }
    }

    @Test func `that is another object locally is a contradiction`() throws {
        let other = JudgedFile(
            "deploy.tag/refs.txt", ref("v1.50.3", String(repeating: "e", count: 40), isRemote: false))
        #expect(verdict(try judge("tag-pushed", [remote(ref()), other]).findings) == .error)
        let same = JudgedFile("deploy.tag/refs.txt", ref(isRemote: false))
        #expect(verdict(try judge("tag-pushed", [remote(ref()), same]).findings) == .pass)
    }

    @Test func `may be lightweight where the rule says so`() throws {
        let files = [remote(ref("v1.50.3", commit, peeled: nil))]
        #expect(verdict(try judge("tag-pushed", ["annotated": ["false"]], files).findings) == .pass)
        #expect(
            verdict(try judge("tag-pushed", ["annotated": ["false"], "signed": ["true"]], files).findings) == .fail)
    }

    @Test(arguments: [
        ("not shown", Verdict.unknown, nil),
        ("good, by a key of a person", .pass, signature(true, by: "quinn@example.com")),
        (
            "good, and of the tag by its content", .pass,
            signature(true, by: "quinn@example.com", tag: "v1.50.3", object: commit, command: "x")
        ),
        ("by an unknown signer", .fail, signature(false, by: nil)),
        ("by a key of nobody", .fail, signature(true, by: "mallory@example.com")),
        ("of another tag", .unknown, signature(true, by: "quinn@example.com", tag: "v1.50.2")),
        (
            "of nobody knows which tag", .unknown,
            signature(true, by: "quinn@example.com", command: "git verify-tag v1.50.2")
        ),
        (
            "of the same name on another commit", .fail,
            signature(true, by: "quinn@example.com", tag: "v1.50.3", object: object)
        ),
    ])
    func `must be signed where the rule says so`(why: String, expected: Verdict, file: JudgedFile?) throws {
        let files = [remote(ref())] + (file.map { [$0] } ?? [])
        let found = try judge("tag-pushed", ["signed": ["true"]], files, release: signedRelease).findings
        #expect(verdict(found) == expected, "\(why)")
    }

    @Test func `whose signature was refused by exit status does not count as signed`() throws {
        let file = signature(true, by: "quinn@example.com").by("git verify-tag v1.50.3", exit: 1)
        let files = [remote(ref()), file]
        #expect(
            verdict(try judge("tag-pushed", ["signed": ["true"]], files, release: signedRelease).findings) == .fail)
        #expect(verdict(try judge("tag-pushed", files, release: signedRelease).findings) == .warn)
    }
}
