import Glibc
import TestKit
import Testing

@Suite struct `The command that records another` {
    private let sandbox = Sandbox()

    private func text(_ name: String) -> String? {
        Sandbox.bytes("\(sandbox.path)/\(name)").map { String(decoding: $0, as: UTF8.self) }
    }

    private func record(_ options: String, _ command: String) -> Run {
        Run(script: "exec \"$0\" record \(options) -- \(command)", in: sandbox.path)
    }

    @Test func `keeps output, products and all that is known of the run`() throws {
        let run = record(
            "-o evidence/plan.txt --product prod.plan --environment production --by mei",
            "sh -c 'echo planned; echo noise >&2; echo binary > prod.plan'")
        #expect(run.status == 0, "\(run.err)")
        #expect(run.out.isEmpty)
        #expect(run.err == "noise\n")
        #expect(text("evidence/plan.txt") == "planned\n")
        let record = try #require(text("evidence/plan.run.json"))
        let sums = Run(script: "sha256sum evidence/plan.txt prod.plan | cut -c1-64", in: sandbox.path).out
        for sum in sums.split(separator: "\n") { #expect(record.contains("\"sha256\": \"\(sum)\"")) }
        for part in [
            "\"_type\": \"https://in-toto.io/Statement/v1\"", "\"predicateType\": \"urn:evidencepack:run:1\"",
            "\"name\": \"plan.txt\"", "\"name\": \"prod.plan\"",
            "\"echo planned; echo noise >&2; echo binary > prod.plan\"", "\"exitStatus\": 0",
            "\"commit\": null", "\"environment\": \"production\"", "\"by\": \"mei\"",
            "\"workingDirectory\": \"\(sandbox.path)\"",
        ] { #expect(record.contains(part), "\(part)") }
        #expect(Sandbox.files(below: sandbox.path) == ["evidence/plan.run.json", "evidence/plan.txt", "prod.plan"])
    }

    @Test func `ends as the command does, killed ones too, and records that`() throws {
        #expect(record("-o a.txt", "sh -c 'exit 3'").status == 3)
        #expect(try #require(text("a.run.json")).contains("\"exitStatus\": 3"))
        #expect(record("-o b.txt", "sh -c 'echo begun; kill -9 $$'").status == 137)
        #expect(try #require(text("b.run.json")).contains("\"exitStatus\": 137"))
        #expect(text("b.txt") == "begun\n")
    }

    @Test func `passes standard input on, shows what it captures when asked, and takes standard error in order`() {
        let run = Run(
            script: "echo given | \"$0\" record -o a.txt --tee --stderr -- sh -c 'cat; echo two >&2; echo three'",
            in: sandbox.path)
        #expect(run.status == 0)
        #expect(run.out == "given\ntwo\nthree\n")
        #expect(run.err.isEmpty)
        #expect(text("a.txt") == run.out)
    }

    @Test func `shows no secret, and keeps what the command printed`() {
        let token = "gh" + "p_" + String(repeating: "aB3x", count: 9)
        let run = record("-o a.txt --tee", "sh -c 'echo token \(token) end; printf \"password=%s\" hunter2hunter2'")
        #expect(run.out == "token [redacted:github-pat] end\npassword=[redacted:password]")
        #expect(text("a.txt") == "token \(token) end\npassword=hunter2hunter2")
    }

    @Test func `runs no shell, and keeps every word as it is`() throws {
        #expect(record("-o a.txt", "printf '%s|' '*' '$HOME' '' 'a b' -o --tee --").status == 0)
        #expect(text("a.txt") == "*|$HOME||a b|-o|--tee|--|")
    }

    @Test func `large outputs arrive whole, also when nobody reads what is shown`() throws {
        let run = Run(script: "\"$0\" record -o a.txt --tee -- seq 1 400000 | head -1", in: sandbox.path)
        #expect(run.out == "1\n")
        #expect(Run(script: "seq 1 400000 | cmp - a.txt", in: sandbox.path).status == 0)
        let sum = Run(script: "sha256sum a.txt | cut -c1-64", in: sandbox.path).out.prefix(64)
        #expect(try #require(text("a.run.json")).contains("\"sha256\": \"\(sum)\""))
    }

    @Test func `a product that is missing, or is a link, leaves the output without a record, not even an old one`() {
        #expect(record("-o a.txt", "echo old").status == 0)
        #expect(text("a.run.json") != nil)
        let run = record("-o a.txt --product none", "echo new")
        #expect(run.status == 66)
        #expect(run.err.contains("none") && run.err.contains("without a record"))
        #expect(text("a.txt") == "new\n" && text("a.run.json") == nil)
        #expect(record("-o a.txt --product link", "ln -s a.txt link").status == 66)
        #expect(record("-o a.txt --product none", "sh -c 'exit 5'").status == 5)
        #expect(text("a.run.json") == nil)
    }

    @Test func `what cannot be written ends it before anything runs`() {
        sandbox.write(Array("file".utf8), to: "file")
        mkdir("\(sandbox.path)/folder", 0o755)
        for output in ["file/a.txt", "folder", "/proc/none/a.txt", "/dev/null"] {
            #expect(record("-o \(output)", "touch ran").status == 74, "\(output)")
        }
        for output in ["a.run.json", "a.txt.meta.yml", "folder/"] {
            #expect(record("-o \(output)", "touch ran").status == 64, "\(output)")
        }
        #expect(record("-o a.txt --product folder/a.txt", "touch ran").status == 64)
        #expect(Sandbox.files(below: sandbox.path) == ["file"])
    }

    @Test func `two outputs never share a record`() throws {
        #expect(record("-o plan.txt", "echo text").status == 0)
        let run = record("-o plan.json", "touch ran")
        #expect(run.status == 74)
        #expect(run.err.contains("record of plan.txt"))
        #expect(try #require(text("plan.run.json")).contains("plan.txt") && text("ran") == nil)
        #expect(record("-o plan.txt", "echo again").status == 0)
    }

    @Test func `a command that is not there is 127, one that is no program 126, and none 64`() {
        sandbox.write(Array("text".utf8), to: "plain")
        #expect(record("-o a.txt", "no-such-command").status == 127)
        #expect(record("-o a.txt", "./none").status == 127)
        #expect(record("-o a.txt", "./plain").status == 126)
        #expect(record("-o a.txt", "").status == 64)
        #expect(Run(script: "\"$0\" record -o a.txt true", in: sandbox.path).status == 64)
        #expect(Sandbox.files(below: sandbox.path) == ["plain"])
    }

    @Test func `an interruption reaches the command and ends in 143, with the output and without a record`() {
        let run = Run(
            script: """
                "$0" record -o a.txt -- sh -c 'trap "echo stopping; exit 0" TERM; touch up; while :; do sleep 0.05; done' &
                while ! test -e up; do sleep 0.05; done
                kill -TERM $!
                wait $!
                """, in: sandbox.path)
        #expect(run.status == 143, "\(run.err)")
        #expect(text("a.txt") == "stopping\n")
        #expect(Sandbox.files(below: sandbox.path) == ["a.txt", "up"])
    }

    @Test func `states the commit, the folder in the repository, and whether tracked files differ from the commit`()
        throws
    {
        let run = Run(
            script: """
                git init -q . && mkdir infra && echo 1 > infra/main.tf && git add . &&
                git -c user.name=a -c user.email=a@example.com commit -qm one && cd infra || exit 98
                "$0" record -o clean.txt -- true && echo 2 > main.tf && "$0" record -o dirty.txt -- true
                git rev-parse HEAD
                """, in: sandbox.path)
        #expect(run.status == 0, "\(run.err)")
        let (clean, dirty) = (try #require(text("infra/clean.run.json")), try #require(text("infra/dirty.run.json")))
        #expect(clean.contains("\"commit\": \"\(run.out.prefix(40))\""))
        #expect(clean.contains("\"workingDirectory\": \"infra\""))
        #expect(!clean.contains("dirty\":"))
        #expect(dirty.contains("\"dirty\": true"))
    }
}
