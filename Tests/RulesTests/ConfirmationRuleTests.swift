import Model
import Testing

private let line = "Confirmed: rota for v1.50.3"
private let leads: KeyValuePairs<String, [String]> = [
    "roles": ["product-lead", "engineering-lead", "support-lead"], "says": [line],
]
private let ana = comment("j-ana", "Fine by us.\n\(line)")
private let ben = comment("j-ben", line)
private let chen = comment("j-chen", "  confirmed: Rota for v1.50.3  ")

private func found(_ comments: Model.Issue.Comment..., edit: (inout Model.Issue) -> Void = { _ in }) throws -> Verdict {
    var issue = Model.Issue(key: "REL-1503", line: 1)
    issue.comments = comments
    edit(&issue)
    return verdict(try judge("roles-confirm", leads, [[.issue(issue)]]))
}

@Suite struct `The rule roles-confirm` {
    @Test func `passes when each role's holder said the line`() throws {
        #expect(try found(ana, ben, chen) == .pass)
    }

    @Test(arguments: [
        "> \(line)", "> before\n\(line)", "```\n\(line)\n```", "    \(line)", "<!--\n\(line)\n-->", "~~x\n\(line)\ny~~",
        "<details>\n\n\(line)", "I do not say '\(line)'", "\(line)0", "\(line)-rc.1", "Confirmed: rota for v1.50.2",
        "- [ ] \(line)", "Not \(line)", "confirmed", "`x\n\(line)\ny`",
    ])
    func `does not take what is quoted, hidden, struck out or else`(text: String) throws {
        #expect(try found(comment("j-ana", text), ben, chen) == .unknown)
    }

    @Test func `does not take it from others, edited, hidden, undated or from the future`() throws {
        #expect(try found(comment("j-mei", line), ben, chen) == .unknown)
        #expect(try found(comment("ana", line), ben, chen) == .unknown)
        #expect(try found(comment("g-ana", line), ben, chen) == .unknown)
        #expect(try found(comment("", line), ben, chen) == .unknown)
        #expect(try found(comment("j-ana", line, at: 1), ben, chen) == .unknown)
        let edited = Model.Issue.Comment(author: "j-ana", created: minutes(-60), updated: minutes(-59), text: line)
        #expect(try found(edited, ben, chen) == .unknown)
        let undated = Model.Issue.Comment(author: "j-ana", created: nil, updated: nil, text: line)
        #expect(try found(undated, ben, chen) == .unknown)
        var hidden = ana
        hidden.isHidden = true
        #expect(try found(hidden, ben, chen) == .unknown)
    }

    @Test func `notes an export that cannot show edits`() throws {
        let bare = Model.Issue.Comment(author: "j-ana", created: minutes(-60), updated: nil, text: line)
        let found = try judge("roles-confirm", leads, [[ticket(bare, ben, chen)]])
        #expect(verdict(found) == .pass && said(found).contains("cannot show whether it was edited"))
    }

    @Test func `fails when it was taken back, and passes when it was said again`() throws {
        let back = comment("j-ana", "Withdrawn: no desk on Sunday", at: -50)
        #expect(try found(ana, ben, chen, back) == .fail)
        #expect(try found(back, ana, ben, chen) == .fail)
        #expect(try found(ana, ben, chen, back, comment("j-ana", line, at: -40)) == .pass)
        #expect(try found(ana, ben, chen, comment("j-mei", "Rejected: by me", at: -50)) == .pass)
        #expect(try found(ana, ben, chen, comment("j-ben", "Rejected: plan sha256:00", at: -50)) == .pass)
        #expect(try found(ana, ben, chen, comment("j-ana", "> x\nRejected: that", at: -50)) == .fail)
        let undated = Model.Issue.Comment(author: "j-ana", created: nil, updated: nil, text: "withdrawn: all of it")
        #expect(try found(ana, ben, chen, undated) == .fail)
    }

    @Test func `needs another person for each role`() throws {
        let both = try judge("roles-confirm", leads, [[ticket(ana, chen)]], collected: []) { release in
            for index in release.people.indices where release.people[index].id == "ana" {
                release.people[index].roles.append("engineering-lead")
            }
        }
        #expect(verdict(both) == .unknown && said(both).contains("a different person each"))
    }

    @Test func `reads only the newest export of the release ticket`() throws {
        #expect(try found(ana, ben, chen) { $0.key = "REL-1502" } == .unknown)
        #expect(try found(ana, ben, chen) { $0.showsComments = false } == .unknown)
        let old = ticket(ana, ben, chen) { $0.updated = minutes(-60) }
        let new = ticket(ben, chen) { $0.updated = minutes(-30) }
        #expect(verdict(try judge("roles-confirm", leads, [[old], [new]])) == .unknown)
        #expect(verdict(try judge("roles-confirm", leads, [[ticket(ana, ben, chen)], [ticket(ben)]])) == .unknown)
        #expect(
            verdict(
                try judge(
                    "roles-confirm", leads, [[ticket(ana, ben, chen)], [ticket(ben)]], collected: [-10, -20])) == .pass)
    }

    @Test func `refuses a line that names no release`() throws {
        let params: KeyValuePairs<String, [String]> = ["roles": ["product-lead"], "says": ["Confirmed"]]
        #expect(verdict(try judge("roles-confirm", params, [[ticket(comment("j-ana", "Confirmed"))]])) == .unknown)
    }

    @Test func `an account of two people is nobody's`() throws {
        let found = try judge("roles-confirm", leads, [[ticket(ana, ben, chen)]], collected: []) { release in
            for index in release.people.indices { release.people[index].accounts["jira"] = "j-ana" }
        }
        #expect(verdict(found) == .unknown)
    }
}
