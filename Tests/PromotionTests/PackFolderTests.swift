import Glibc
import Model
import Promotion
import TestKit
import Testing

@Suite struct `A pack folder` {
    @Test func `is whole after writing, and replaced as a whole`() throws {
        let sandbox = Sandbox()
        let out = "\(sandbox.path)/out"
        try PackFolder.write(["a.txt": [1], "sub/b.txt": [2]], as: "1.0", into: out)
        #expect(PackVerification.verify("\(out)/1.0").problems.isEmpty)
        try PackFolder.write(["c.txt": [3]], as: "1.0", into: out)
        #expect(Sandbox.files(below: "\(out)/1.0") == ["SHA256SUMS", "c.txt"])
        #expect(Sandbox.files(below: out).allSatisfy { $0.hasPrefix("1.0/") || $0 == ".evidencepack.lock" })
    }

    @Test(arguments: ["", "..", ".hidden", "a/b"]) func `refuses a name that leaves the output folder`(name: String) {
        let sandbox = Sandbox()
        #expect(throws: Problem.self) { try PackFolder.write(["a": []], as: name, into: sandbox.path) }
    }

    @Test func `keeps the old pack when the new one cannot be written`() throws {
        let sandbox = Sandbox()
        try PackFolder.write(["a.txt": [1]], as: "1.0", into: sandbox.path)
        #expect(throws: Problem.self) {
            try PackFolder.write(["a.txt": [2], "a.txt/b": [3]], as: "1.0", into: sandbox.path)
        }
        #expect(PackVerification.verify("\(sandbox.path)/1.0").problems.isEmpty)
        #expect(Sandbox.bytes("\(sandbox.path)/1.0/a.txt") == [1])
        #expect(!Sandbox.files(below: sandbox.path).contains { $0.hasPrefix(".1.0.new") })
    }

    @Test func `is not written through a link or over a file`() throws {
        let sandbox = Sandbox()
        symlink("/tmp", "\(sandbox.path)/link")
        #expect(throws: Problem.self) { try PackFolder.write(["a": []], as: "1.0", into: "\(sandbox.path)/link") }
        symlink("/tmp", "\(sandbox.path)/1.0")
        #expect(throws: Problem.self) { try PackFolder.write(["a": []], as: "1.0", into: sandbox.path) }
        sandbox.write([1], to: "2.0")
        #expect(throws: Problem.self) { try PackFolder.write(["a": []], as: "2.0", into: sandbox.path) }
    }

    @Test func `one run at a time writes`() throws {
        let sandbox = Sandbox()
        let lock = open("\(sandbox.path)/.evidencepack.lock", O_CREAT | O_RDWR, 0o644)
        defer { close(lock) }
        #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)
        #expect(throws: Problem.self) { try PackFolder.write(["a": []], as: "1.0", into: sandbox.path) }
    }

    @Test func `verification names a changed, a missing and a foreign file`() throws {
        let sandbox = Sandbox()
        try PackFolder.write(["a.txt": [1], "b.txt": [2]], as: "1.0", into: sandbox.path)
        sandbox.write([9], to: "1.0/a.txt")
        unlink("\(sandbox.path)/1.0/b.txt")
        sandbox.write([9], to: "1.0/c.txt")
        let problems = PackVerification.verify("\(sandbox.path)/1.0").problems
        #expect(problems.map(\.id) == ["pack.changed-file", "pack.missing-file", "pack.foreign-file"])
        #expect(problems.map(\.place.path) == ["a.txt", "b.txt", "c.txt"])
        unlink("\(sandbox.path)/1.0/SHA256SUMS")
        #expect(PackVerification.verify("\(sandbox.path)/1.0").problems.map(\.id) == ["pack.no-manifest"])
    }
}

@Suite struct `A glob` {
    @Test(arguments: [
        ("pre.ci/unit/**", "pre.ci/unit/a.xml", true), ("pre.ci/unit/**", "pre.ci/unit/x/a.xml", true),
        ("pre.ci/*", "pre.ci/runs.json", true), ("pre.ci/*", "pre.ci/unit/a.xml", false),
        ("**/*.xml", "a.xml", true), ("**/*.xml", "a/b/c.xml", true), ("*.json", "a/b.json", false),
        ("a?c", "abc", true), ("a?c", "a/c", false), ("**", "x/y", true), ("a**b", "axxb", true),
        ("*a*a*a*a*a*a*a*b", String(repeating: "a", count: 200), false),
    ])
    func `matches by folders`(pattern: String, path: String, expected: Bool) {
        #expect(Glob(pattern).matches(path) == expected)
    }
}
