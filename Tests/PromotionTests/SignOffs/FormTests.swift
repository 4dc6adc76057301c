import Model
import Sealing
import TestKit
import Testing

@testable import Promotion

@Suite(.enabled(if: Shell.has("ssh-keygen"), "ssh-keygen is not installed")) struct `A sign-off form` {
    @Test func `is there for every sign-off that the gate waits for and that can be given, and for no other`()
        async throws
    {
        let pack = try await SignOffWorld().pack()
        let gate = try #require(pack.gates.first)
        for kind in SignOff.Kind.allCases {
            let sheets = pack.sheets.filter { $0.kind == kind }
            #expect(sheets.allSatisfy { $0.gate == gate.id })
            let items = Set(sheets.flatMap(\.items))
            let wanted = pack.items.filter { gate.needs($0.id) && (kind == .ready) != items.contains($0.id) }
            #expect(Set(wanted.map(\.id)).isDisjoint(with: items) == (kind == .ready))
            for form in sheets.flatMap(\.forms) {
                for id in form.items {
                    let item = try #require(pack.items.first { $0.id == id })
                    #expect(form.digests[id] == (kind == .done ? item.digest : item.readyDigest))
                    #expect(kind == .ready || item.judgement.proof != nil)
                }
            }
        }
        let all = Set(pack.sheets.flatMap(\.items))
        #expect(all == gate.items)
        let ids = pack.sheets.flatMap(\.forms).compactMap(\.id)
        #expect(Set(ids).count == pack.sheets.flatMap(\.forms).count)
    }

    @Test(arguments: ["signoff.md", "signoff.html"])
    func `that nobody filled in is no sign-off, wherever it is pasted or dropped`(name: String) async throws {
        let world = try SignOffWorld()
        let text = try await world.document(name)
        let blocks = SignOffWorld.blocks(in: text)
        #expect(blocks.count == (try await world.pack().sheets.flatMap(\.forms).count) && !blocks.isEmpty)
        let decided = try await world.pack().gates.map(\.decision)
        try world.submit(text, by: .file, name: "whole")
        for (index, block) in blocks.enumerated() { try world.submit(block, by: .file, name: "f\(index)") }
        try world.submit(text, by: .ticket, name: "t")
        try world.submit("{code}\n\(text){code}", by: .ticket, name: "w")
        let pack = try await world.pack()
        #expect(pack.signOffs.count == 1 + 3 * blocks.count)
        #expect(pack.signOffs.allSatisfy { $0.signOff == nil && $0.outcomes.isEmpty })
        #expect(
            pack.signOffs.allSatisfy { one in
                ["the form is not filled in", "the file holds several blocks", "is not exactly the marker"]
                    .contains { one.refusal?.contains($0) == true }
            })
        #expect(pack.gates.map(\.decision) == decided)
        #expect(pack.items.allSatisfy { $0.done.by.isEmpty && $0.ready.by.isEmpty })
    }

    @Test(arguments: ["by", "decision", "at"])
    func `half filled in is no sign-off`(blank: String) async throws {
        let world = try SignOffWorld()
        let block = SignOffWorld.filled(try await world.form().text(), at: world.at)
        try world.submit(block.replacing(try Regex("\n\(blank): .*"), with: "\n\(blank):"), by: .file)
        #expect(try await world.pack().signOffs.map(\.refusal) == ["'\(blank)' is missing"])
    }

    @Test(arguments: ["signoff.md", "signoff.html"], SignOffWorld.Channel.allCases)
    func `filled in by hand comes back as the same record`(name: String, channel: SignOffWorld.Channel) async throws {
        let world = try SignOffWorld()
        let form = try await world.form()
        let blank = try #require(
            SignOffWorld.blocks(in: try await world.document(name)).first { $0.contains("form: \(form.id ?? "")") })
        #expect(blank == form.text())
        try world.submit(SignOffWorld.filled(blank, at: world.at), by: channel)
        let pack = try await world.pack()
        #expect(
            pack.signOffs.map(\.signOff) == [form.signOff(by: "sofia", decision: .approve, at: world.at, note: "")])
        #expect(pack.items.first { $0.id == "pre.audit" }?.done.by == ["sofia"])
        #expect(pack.sheets.first { $0.role == "security" && $0.kind == .done }?.forms.isEmpty == (channel != .file))
    }

    @Test(arguments: CommentExport.whole)
    func `comes back from the ticket with its lines`(export: CommentExport) async throws {
        let sample = try await ReadSample.shared()
        let (_, bytes) = export.file(sample.block(), at: sample.world.at)
        let pack = sample.pack([try ReadSample.export(bytes)])
        #expect(
            pack.signOffs.map(\.signOff) == [
                sample.form.signOff(by: "sofia", decision: .approve, at: sample.world.at, note: "")
            ])
        // A CSV export shows times only in whatever zone and language its exporter had.
        let isDated = export != .csv
        #expect(pack.signOffs.map(\.refusal) == [isDated ? nil : "the export does not say when it was written"])
        #expect(try ReadSample.audit(pack).state == (isDated ? .signed : .invalid))
    }

    @Test func `comes back as a JSON file as the same record`() async throws {
        let sample = try await ReadSample.shared()
        let members = sample.block().split(separator: "\n").dropFirst().dropLast().map { line in
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            return JSONValue.Member(key: String(parts[0]), value: .string(String(parts[1].drop { $0 == " " })))
        }
        let read = try SignOffJSON.read(JSONValue.object(members).pretty)
        #expect(read == sample.form.signOff(by: "sofia", decision: .approve, at: sample.world.at, note: ""))
        #expect(read == (try SignOffBlock.read(file: Array(sample.block().utf8))))
    }

    @Test(arguments: CommentExport.quoted)
    func `that is quoted in the ticket is refused`(export: CommentExport) async throws {
        let sample = try await ReadSample.shared()
        let (_, bytes) = export.file(sample.block(), at: sample.world.at)
        let pack = sample.pack([try ReadSample.export(bytes)])
        #expect(pack.signOffs.map(\.refusal) == ["the block is quoted"])
        #expect(pack.items.allSatisfy { $0.done.by.isEmpty })
    }

    @Test func `in a GitHub comment that was edited, hidden, struck out or in a comment of HTML is refused`()
        async throws
    {
        let sample = try await ReadSample.shared()
        let (block, at) = (sample.block(), sample.world.at)
        let later = Instant(milliseconds: at.milliseconds + 5_000)
        for (file, reason) in [
            (CommentExport.gitHub("issues", block, at: at, isEdited: true), "the comment was edited"),
            (CommentExport.gitHub("pull", block, at: at, isHidden: true), "hidden by a moderator"),
            (CommentExport.gitHubList(block, at: at, updated: later), "the comment was edited"),
            (CommentExport.gitHubList("I said <!--\n\n\(block)\n-->", at: at), "a comment of HTML"),
            (CommentExport.gitHubList("~~not any more:\n\(block)~~", at: at), "struck out"),
        ] {
            let pack = sample.pack([try ReadSample.export(file.bytes)])
            #expect(pack.signOffs.count == 1 && pack.signOffs[0].refusal?.contains(reason) == true, "\(reason)")
            let status = try ReadSample.audit(pack)
            #expect(GateRule.Assurance.allCases.allSatisfy { status.state(atLeast: $0) != .signed })
        }
        // What only looks like such marks, in a fence or before it was ended, changes nothing.
        for text in [
            "```\n<!-- ~~ >\n```\n\(block)", "<!-- hi -->\n~~old~~\n\n> a question\n\n\(block)",
            "~~~ text\n```\n\(block)\n~~~", "    > code\n\(block)",
        ] {
            let pack = sample.pack([try ReadSample.export(CommentExport.gitHubList(text, at: at).bytes)])
            #expect(pack.signOffs.map(\.refusal) == [nil], "\(text.prefix(20))")
        }
    }

    @Test func `counts once for each of its items`() async throws {
        let world = try SignOffWorld()
        let form = try await world.form("sre", .ready)
        #expect(form.items.count > 1)
        let approval = SignOffWorld.filled(form.text(), by: "luc", at: world.at)
        /// The block without or with only its first item.
        func part(_ block: String, isFirst: Bool) -> String {
            block.split(separator: "\n").map { line -> String in
                let pair = line.split(separator: ": ", maxSplits: 1).map(String.init)
                guard pair.count == 2, ["items", "digests", "parts"].contains(pair[0]) else { return String(line) }
                let entries = pair[1].split(separator: ", ").filter { $0.hasPrefix(form.items[0]) == isFirst }
                return "\(pair[0]): \(entries.joined(separator: ", "))"
            }.joined(separator: "\n") + "\n"
        }
        try world.submit(part(approval, isFirst: false), by: .ticket, as: "luc", name: "a")
        try world.submit(
            part(approval, isFirst: true).replacing("approve", with: "reject"), by: .ticket, as: "luc", name: "b")
        var items = try await world.pack().items
        #expect(items.first { $0.id == form.items[0] }?.ready.state == .rejected)
        #expect(items.first { $0.id == form.items[1] }?.ready.state == .signed)
        // Used again, the form does not take back what it said.
        try world.submit(part(approval, isFirst: true), by: .ticket, as: "luc", name: "c")
        let pack = try await world.pack()
        items = pack.items
        #expect(items.first { $0.id == form.items[0] }?.ready.state == .rejected)
        #expect(pack.signOffs.contains { $0.refusal?.contains("was used twice for \(form.items[0])") == true })
        // The next form is another one, and does.
        let next = try await world.form("sre", .ready)
        #expect(next.items == [form.items[0]] && next.id != form.id)
        let later = Instant(milliseconds: world.at.milliseconds + 1_000)
        try world.submit(
            SignOffWorld.filled(next.text(), by: "luc", at: later), by: .ticket, as: "luc", name: "d", created: later)
        #expect(try await world.pack().items.first { $0.id == form.items[0] }?.ready.state == .signed)
    }

    @Test func `is there for each signature that the rules want`() async throws {
        let world = try SignOffWorld()
        try Edit.replaceFirst(
            "rules.yml", "    owner: security\n", with: "    owner: security\n    sign_offs: {security: 2, sre: 1}\n"
        ).apply(in: world.sandbox)
        let sheets = { (pack: Pack) in
            pack.sheets.filter { $0.kind == .done && $0.items.contains("pre.audit") }
                .map { "\($0.role) \($0.forms.count { $0.items.contains("pre.audit") })" }.sorted()
        }
        #expect(sheets(try await world.pack()) == ["security 2", "sre 1"])
        let form = try await world.form()
        try world.submit(SignOffWorld.filled(form.text(), at: world.at), by: .ticket)
        #expect(sheets(try await world.pack()) == ["security 1", "sre 1"])
        #expect(try await world.form().id != form.id)
    }

    @Test func `shows on the pages who signed, and what did not count for which reason`() async throws {
        let world = try SignOffWorld()
        let block = SignOffWorld.filled(try await world.form().text(), at: world.at)
        try world.submit(block, by: .ticket, name: "good")
        try world.submit(block.replacing("form: security", with: "form: x"), by: .ticket, as: "grace", name: "bad")
        try world.submit("hello\n", by: .file, name: "nothing")
        for name in ["index.html", "pack.md", "signoff.html", "signoff.md"] {
            let text = try await world.document(name)
            #expect(text.contains("the comment was written by grace, not by sofia"), "\(name)")
            #expect(text.contains("sofia"))
        }
        for name in ["index.html", "pack.md"] {
            let text = try await world.document(name)
            #expect(text.contains("the file holds no sign-off block") && !text.contains("Too weak"))
        }
        try world.submit(block.replacing("form: security", with: "form: y"), by: .file, name: "weak")
        for name in ["index.html", "pack.md", "signoff.html", "signoff.md"] {
            #expect(try await world.document(name).contains("Too weak"), "\(name)")
        }
    }
}
