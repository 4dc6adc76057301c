import Model
import Templates

/// Puts a ticket's page into the Atlassian Document Format, in the order of the other tickets.
struct ADFTicket {
    private let ticket: TicketPage
    private var writer: ADFWriter

    private init(_ ticket: TicketPage) {
        self.ticket = ticket
        writer = ADFWriter(longest: ticket.tier.longest)
    }

    static func document(_ ticket: TicketPage) -> (document: [UInt8], omissions: Int) {
        var ticket = ADFTicket(ticket)
        let content = ticket.content
        return (ADFWriter.document(content).canonical + [10], ticket.writer.omissions)
    }

    private typealias ADF = ADFWriter

    private var pack: Pack { ticket.page.pack }

    private var content: [JSONValue] {
        mutating get {
            var out = [head] + shortened
            out += [ADF.paragraph([ADF.strong("\(pack.items.count) items: "), ADF.plain(ticket.countSentence + ".")])]
            out += ticket.warnings.map { ADF.paragraph([ADF.strong("Warning: "), ADF.plain($0)]) }
            if ticket.tier.isBrief {
                out += brief
            } else {
                out += [identity] + blockers + signOffs + plan + items + details + waivers
                if ticket.tier.hasTables { out += board + inputs }
                out += problems
            }
            out += [
                ADF.heading(3, [ADF.plain("Verify")]),
                ADF.codeBlock("sha256sum -c SHA256SUMS\nevidencepack verify ."),
                ADF.paragraph([ADF.plain(ticket.page.footer)]),
            ]
            return out
        }
    }

    private var head: JSONValue {
        mutating get {
            let type =
                switch ticket.page.decision {
                case .go: "success"
                case .goWithWaivers, .incomplete: "warning"
                case .noGo: "error"
                }
            var words = [ADF.strong(ticket.page.decision.word + ": "), writer.code(pack.release.tag)]
            if let gate = ticket.page.gate { words += [ADF.plain(" gate "), writer.code(gate.id)] }
            return ADF.panel(type, [ADF.paragraph(words)])
        }
    }

    private var shortened: [JSONValue] {
        ticket.shortened.isEmpty
            ? [] : [ADF.paragraph([ADF.plain("\(ticket.shortened) sha256:\(ticket.page.packDigest)")])]
    }

    private var identity: JSONValue {
        mutating get {
            ADF.paragraph([
                ADF.plain("Promotion "), writer.code(pack.release.environment.from), ADF.plain(" to "),
                writer.code(pack.release.environment.to), ADF.plain(", ticket "), writer.code(pack.release.ticket),
                ADF.plain(", commit "), writer.code(pack.release.commit),
                ADF.plain(", evaluated \(spelledTime(pack.at))."),
            ])
        }
    }

    private var blockers: [JSONValue] {
        mutating get {
            guard !ticket.blockers.rows.isEmpty else {
                return section("What blocks") + [ADF.paragraph([ADF.plain("No verdict stands against this gate.")])]
            }
            var entries: [[JSONValue]] = []
            for row in ticket.blockers.rows {
                let finding = row.decisive
                var words = [ADF.strong(row.kindWord + " "), writer.code(row.blocker.item), ADF.plain(", owner ")]
                words += [writer.code(row.blocker.owner), ADF.plain(": "), writer.code(row.sentence)]
                words += named("; found ", finding?.observed) + named(", required ", finding?.limit)
                words += named(", in ", finding?.place?.description)
                words += [ADF.strong(" Next: "), writer.code(row.blocker.next)]
                entries.append(words)
            }
            return section("What blocks") + ADF.bullets(entries) + note(ticket.blockers.note)
        }
    }

    private var signOffs: [JSONValue] {
        mutating get {
            var entries: [[JSONValue]] = []
            for row in ticket.signers.rows {
                var words = [writer.code(row.owner), ADF.plain(" \(row.items.count):")]
                for item in row.items.prefix(row.shown) { words += [ADF.plain(" "), writer.code(item.item)] }
                if row.items.count > row.shown { words.append(ADF.plain(" and \(row.items.count - row.shown) more")) }
                entries.append(words)
            }
            let words = ticket.missing == 0 ? "None is missing for this gate." : "\(ticket.missing) missing:"
            var lines = section("Sign-offs") + [ADF.paragraph([ADF.plain(words)])] + ADF.bullets(entries)
            lines += note(ticket.signers.note)
            var gates: [[JSONValue]] = []
            for row in ticket.gates.rows {
                let gate = row.gate
                gates.append([
                    ADF.plain("Gate "), writer.code(gate.id), ADF.plain(": "), ADF.strong(gate.decision.word),
                    ADF.plain(
                        "; done \(gate.doneSigned) of \(gate.doneRequired), "
                            + "ready \(gate.readySigned) of \(gate.readyRequired)"),
                ])
            }
            return lines + ADF.bullets(gates)
        }
    }

    private var plan: [JSONValue] {
        mutating get {
            var entries: [[JSONValue]] = []
            for changes in ticket.plan.changes {
                entries.append([ADF.plain("Terraform plan: "), writer.code(changes)])
            }
            if entries.isEmpty {
                entries.append([ADF.plain("No plan was read to its end: what it destroys is not known.")])
            }
            for digest in ticket.plan.digests {
                entries.append([
                    ADF.plain("Plan sha256 "),
                    PlanDigest(digest: digest).isDigest ? ADF.plain(digest) : writer.code(digest),
                ])
            }
            entries.append([ADF.plain("Pack (pack.json) sha256 \(ticket.page.packDigest)")])
            return section("Plan") + ADF.bullets(entries)
        }
    }

    private var items: [JSONValue] {
        mutating get {
            var rows: [[[JSONValue]]] = []
            for item in pack.items {
                let below = item.underlying.map { ", underlying \($0.word)" } ?? ""
                rows.append([
                    [writer.code(item.id)], [ADF.strong(item.verdict.word + below)], [writer.code(item.owner)],
                    [ADF.plain(item.ready.state.word)], [ADF.plain(item.done.state.word)],
                ])
            }
            return section("All items") + [ADF.table(["Item", "Verdict", "Owner", "Ready", "Done"], rows)]
        }
    }

    private var details: [JSONValue] {
        mutating get {
            guard !ticket.details.isEmpty else { return [] }
            var out = section("Details")
            for view in ticket.details {
                let item = view.item
                var lines = [ADF.paragraph([writer.code(item.text)])]
                var entries: [[JSONValue]] = []
                for row in view.findings {
                    let finding = row.finding
                    var words = [ADF.strong(row.word + " "), writer.code(row.check.id), ADF.plain(": ")]
                    words.append(writer.code(row.message))
                    words += named("; found ", finding?.observed) + named(", required ", finding?.limit)
                    words += named(", in ", finding?.place?.description)
                    entries.append(words)
                }
                lines += ADF.bullets(entries) + note(view.omission)
                if !item.verdict.isSettled {
                    lines.append(
                        ADF.paragraph([
                            ADF.plain("Next, by "), writer.code(item.owner), ADF.plain(": "),
                            writer.code(item.decisive?.next ?? item.next),
                        ]))
                }
                lines.append(ADF.paragraph([ADF.plain("Item sha256 "), writer.code(item.digest)]))
                out.append(ADF.expand("\(VisibleText.line(item.id)): \(item.verdict.word)", lines))
            }
            return out
        }
    }

    private var waivers: [JSONValue] {
        mutating get {
            var entries: [[JSONValue]] = []
            for row in ticket.waivers.rows {
                let waiver = row.assessment.waiver
                var words = [writer.code(row.assessment.id), ADF.plain(": \(row.assessment.state.word)")]
                if let below = row.underlying { words.append(ADF.plain(", underlying \(below.word)")) }
                words += named(". ", row.assessment.note) + named(" Until ", waiver.map { spelledTime($0.until) })
                words += named(", risk owner ", waiver?.riskOwner) + named(", approved by ", waiver?.approver)
                entries.append(words)
            }
            guard !entries.isEmpty else { return [] }
            return section("Waivers") + ADF.bullets(entries) + note(ticket.waivers.note)
        }
    }

    private var board: [JSONValue] {
        mutating get {
            var entries: [[JSONValue]] = []
            for row in ticket.board.rows {
                let signOff = row.assessment.signOff
                var words = [ADF.strong(row.shown.word)]
                words += named(" ", signOff?.by) + named(" as ", signOff?.role)
                words.append(ADF.plain(": \(signOff?.decision.rawValue ?? "") \(signOff?.kind.rawValue ?? "")"))
                words += named(" ", row.items.joined(separator: ", "))
                if let signOff { words.append(ADF.plain(", \(spelledTime(signOff.at))")) }
                words.append(ADF.plain(", by \(row.assessment.assurance.rawValue)"))
                words += named(" ", row.assessment.identity) + named(". ", row.shown.why)
                words += named(". ", row.assessment.remark) + named(", in ", row.assessment.place.description)
                entries.append(words)
            }
            guard !entries.isEmpty else { return [] }
            return section("Sign-offs that came in") + ADF.bullets(entries) + note(ticket.board.note)
        }
    }

    private var inputs: [JSONValue] {
        mutating get {
            var rows: [[[JSONValue]]] = []
            for file in pack.configuration {
                rows.append([[writer.code(file.path)], [ADF.plain("configuration")], [writer.code(file.sha256)]])
            }
            for row in ticket.evidence.rows {
                let state = "\(row.file.state.rawValue), \(row.file.provenance.rawValue)"
                let time = row.file.collected.map { ", \(spelledTime($0))" } ?? ""
                let digest = row.file.sha256.isEmpty ? [] : [writer.code(row.file.sha256)]
                rows.append([[writer.code(row.file.path)], [ADF.plain(state + time)], digest])
            }
            guard !rows.isEmpty else { return [] }
            return section("Inputs") + [ADF.table(["File", "State", "SHA-256"], rows)] + note(ticket.evidence.note)
                + note(ticket.sidecarNote)
        }
    }

    private var problems: [JSONValue] {
        mutating get {
            var entries: [[JSONValue]] = []
            for row in ticket.problems.rows {
                entries.append([
                    ADF.plain("Problem in "), writer.code(row.problem.place.description), ADF.plain(": "),
                    writer.code(row.problem.message), ADF.plain(" "), writer.code(row.problem.advice),
                ])
            }
            return ADF.bullets(entries) + note(ticket.problems.note)
        }
    }

    private var brief: [JSONValue] {
        mutating get {
            var problems = [ADF.strong("\(ticket.blockers.total) problems:")]
            for row in ticket.blockers.rows {
                problems += [ADF.plain(" "), writer.code(row.blocker.item), ADF.plain(" \(row.kindWord),")]
            }
            if !ticket.blockers.note.isEmpty { problems.append(ADF.plain(" " + ticket.blockers.note)) }
            var missing = [ADF.strong("\(ticket.missing) sign-offs missing:")]
            for row in ticket.signers.rows {
                missing += [ADF.plain(" "), writer.code(row.owner), ADF.plain(" \(row.items.count),")]
            }
            if !ticket.signers.note.isEmpty { missing.append(ADF.plain(" " + ticket.signers.note)) }
            return [ADF.paragraph(problems), ADF.paragraph(missing)] + plan
        }
    }

    private func section(_ title: String) -> [JSONValue] { [ADF.heading(3, [ADF.plain(title)])] }

    private func note(_ words: String) -> [JSONValue] { words.isEmpty ? [] : [ADF.paragraph([ADF.plain(words)])] }

    /// Nothing where there is no text.
    private mutating func named(_ name: String, _ text: String?) -> [JSONValue] {
        guard let text, !text.isEmpty else { return [] }
        return [ADF.plain(name), writer.code(text)]
    }
}
