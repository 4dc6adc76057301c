import Model

extension Defect {
    /// What can be wrong with what people confirm, approve and announce.
    static let people: [Defect] = leads + review + notify

    private static let confirmed = "Confirmed: messaging and support rota for v1.50.3"
    private static let approval = "Approved: plan sha256:[0-9a-f]{64}"

    private static let leads: [Defect] = [
        Defect(
            "a shift of the launch window is cancelled",
            .replaceFirst(People.rota, "STATUS:CONFIRMED", with: "STATUS:CANCELLED"), turns: ["pre.leads": .fail],
            says: "nobody is on call from", "somebody on call from"),
        Defect(
            "all shifts are tentative", .replace(People.rota, "STATUS:CONFIRMED", with: "STATUS:TENTATIVE"),
            turns: ["pre.leads": .unknown], says: "no shift was found among the files"),
        Defect(
            "those on call have declined", .replace(People.rota, "PARTSTAT=ACCEPTED", with: "PARTSTAT=DECLINED"),
            turns: ["pre.leads": .fail], says: "nobody is on call from", "names ''"),
        Defect(
            "a shift is of nobody yet", .replace(People.rota, #"CN="Inês Carvalho""#, with: "CN=TBD"),
            turns: ["pre.leads": .fail], says: "the shift there names 'TBD'"),
        Defect(
            "a shift's zone is two hours off",
            .replaceMatches(People.rota, "TZOFFSETTO:\\+0100", with: "TZOFFSETTO:+0300"),
            turns: ["pre.leads": .fail], says: "nobody is on call from", "2 h"),
        Defect(
            "the rota uses a zone that it does not describe",
            .replace(People.rota, ";TZID=Europe/Berlin:", with: ";TZID=Europe/Vienna:"), turns: ["pre.leads": .error],
            says: "does not describe the zone `Europe/Vienna`", "rota.ics:"),
        Defect(
            "times of the rota float",
            .replaceMatches(People.rota, #"DTSTART:(\d+T\d+)Z"#, with: "DTSTART:20261124T060000"),
            turns: ["pre.leads": .error], says: "a floating time", "rota.ics:"),
        Defect(
            "the rota repeats in a way that is not understood",
            .replaceFirst(People.rota, "STATUS:CONFIRMED", with: "RRULE:FREQ=MONTHLY;BYMONTHDAY=24\nSTATUS:CONFIRMED"),
            turns: ["pre.leads": .error], says: "FREQ=MONTHLY in RRULE is not understood"),
        Defect(
            "the rota was cut off", .replaceMatches(People.rota, "END:VCALENDAR\\s*$", with: ""),
            turns: ["pre.leads": .error], says: "it was cut off"),
        Defect(
            "the rota is another team's, too",
            .write(
                "evidence/pre.leads/billing.csv",
                "team,who,from,to\nBilling,Luc,\(People.ago(3_000)),\(People.ago(-3_000))\n"),
            People.made("evidence/pre.leads/billing.csv"), turns: ["pre.leads": .unknown],
            says: "several schedules", "Accounts support rota, Billing"),
        Defect(
            "the rota is days old",
            .replaceMatches("\(People.rota).meta.yml", "collected_at: .*", with: "collected_at: \(People.ago(5_000))"),
            turns: ["pre.leads": .unknown], says: "old", "at most 1 d old"),
        Defect(
            "a lead has not confirmed",
            .replaceFirst(People.ticket, confirmed, with: "Read: messaging and support rota"),
            turns: ["pre.leads": .unknown], says: "no holder of 'product-lead' (Ana Ruiz) has confirmed",
            confirmed),
        Defect(
            "a lead quotes the confirmation of another",
            .replaceFirst(People.ticket, confirmed, with: "> \(confirmed)"),
            turns: ["pre.leads": .unknown], says: "has confirmed", "'product-lead'"),
        Defect(
            "a lead's confirmation is struck out",
            .replaceFirst(
                People.ticket, #""text": "\#(confirmed)""#,
                with: #""marks": [{"type": "strike"}], "text": "\#(confirmed)""#),
            turns: ["pre.leads": .unknown], says: "has confirmed"),
        Defect(
            "the confirmation is for another release",
            .replace(People.ticket, "support rota for v1.50.3", with: "support rota for v1.50.30"),
            turns: ["pre.leads": .unknown], says: "no holder of 'product-lead' (Ana Ruiz) has confirmed"),
        Defect(
            "a lead took the confirmation back", People.say(People.grace, "Withdrawn: nobody answers on Sunday"),
            turns: ["pre.leads": .fail], says: "Grace O'Neill (support-lead) has withdrawn or rejected it", "taken back"
        ),
        Defect(
            "one lead confirmed for another", .replace(People.ticket, People.grace, with: People.tomas),
            turns: ["pre.leads": .unknown], says: "no holder of 'support-lead' (Grace O'Neill) has confirmed"),
        Defect(
            "every comment was edited later",
            .replaceMatches(People.ticket, #""updated": "20\d\d"#, with: #""updated": "2027"#),
            turns: ["pre.leads": .unknown, "deploy.review": .unknown, "post.notify": .unknown],
            says: "the approval of Tomas Lindqvist was edited after it was written"),
        Defect(
            "the ticket is another release's",
            .replace(People.ticket, #""key": "REL-1503""#, with: #""key": "REL-1502""#),
            turns: [
                "pre.leads": .unknown, "deploy.review": .unknown, "post.notify": .unknown,
                "rollback.incident": .unknown,
            ],
            says: "no export of REL-1503 is among the files; found: REL-1502"),
        Defect(
            "the export holds a part of the comments",
            .replaceMatches(People.ticket, #""total": \d+,(\s+"startAt")"#, with: #""total": 90, "startAt""#),
            turns: [
                "pre.leads": .unknown, "deploy.review": .unknown, "post.notify": .unknown,
                "rollback.incident": .unknown,
            ],
            says: "of 90 comments", "complete"),
    ]

    private static let review: [Defect] = [
        Defect(
            "the approval is of another plan",
            .replaceMatches(
                People.ticket, approval, with: "Approved: plan sha256:\(String(repeating: "0", count: 64))"),
            turns: ["deploy.review": .unknown], says: "is of another plan: sha256:000000000000…"),
        Defect(
            "the approval names no plan", .replaceMatches(People.ticket, approval, with: "Approved: plan"),
            turns: ["deploy.review": .unknown], says: "0 approvals of 1", "1 approval"),
        Defect(
            "the approval is conditional",
            .replaceMatches(People.ticket, "(Approved: plan sha256:)", with: "If CI is green: approved: plan sha256:"),
            turns: ["deploy.review": .unknown], says: "0 approvals of 1"),
        Defect(
            "the approval is a quote",
            .replace(People.ticket, "Approved: plan sha256:", with: "> Approved: plan sha256:"),
            turns: ["deploy.review": .unknown], says: "0 approvals of 1"),
        Defect(
            "the author approved the plan",
            .replace("evidence/deploy.plan/plan.run.json", #""by": "mei""#, with: #""by": "tomas""#),
            turns: ["deploy.review": .unknown], says: "Tomas Lindqvist made the plan"),
        Defect(
            "nobody knows who made the plan",
            .replace("evidence/deploy.plan/plan.run.json", #""by": "mei""#, with: #""by": "runner""#),
            turns: ["deploy.review": .unknown], says: "the plan's author is not known", "1 approval of 2"),
        Defect(
            "a peer rejected the plan", People.say(People.seun, "Rejected: the queue must stay"),
            turns: ["deploy.review": .fail], says: "Oluwaseun Adeyemi rejected the plan", "approved"),
        Defect(
            "the approver took it back", People.say(People.tomas, "Rejected: plan is missing the alarm"),
            turns: ["deploy.review": .fail], says: "Tomas Lindqvist rejected the plan"),
        Defect(
            "a pull request review asks for changes",
            .write(
                "evidence/deploy.review/reviews.json",
                #"{"reviews": [{"author": {"login": "seun-a"}, "body": "no", "state": "CHANGES_REQUESTED", "submittedAt": "\#(People.ago(2))"}]}"#
                    + "\n"),
            People.made("evidence/deploy.review/reviews.json"), turns: ["deploy.review": .fail],
            says: "Oluwaseun Adeyemi rejected the plan"),
        Defect(
            "another plan was made",
            .write("evidence/deploy.review/prod.plan.sha256", "\(String(repeating: "0", count: 64))  prod.plan\n"),
            People.made("evidence/deploy.review/prod.plan.sha256"), turns: ["deploy.review": .error],
            says: "the files are of two plans", "one plan"),
        Defect(
            "the ticket names a time twice",
            .replaceMatches(People.ticket, #""(created|updated)": "20\d\d"#, with: #""created": "2025"#),
            turns: ["pre.leads": .error, "deploy.review": .error, "post.notify": .error, "rollback.incident": .error],
            says: "occurs twice in one object"),
        Defect(
            "the approval is older than the plan", .replaceMatches(People.ticket, #": "20\d\d-"#, with: #": "2025-"#),
            turns: ["deploy.review": .unknown, "post.notify": .unknown], says: "before the plan was made"),
        Defect(
            "somebody who may not approve did",
            .replaceMatches("release.yml", "roles: \\[engineering-lead\\]", with: "roles: [qa]"),
            turns: ["pre.leads": .unknown, "deploy.review": .unknown],
            says: "Tomas Lindqvist holds none of the roles"),
    ]

    private static let notify: [Defect] = [
        Defect(
            "the maintenance is still in progress",
            .replaceFirst(People.page, #""status": "completed""#, with: #""status": "in_progress""#),
            turns: ["post.notify": .fail], says: "is still in_progress", "completed after"),
        Defect(
            "the status page tells of another release", .replace(People.page, "v1.50.3", with: "v1.50.2"),
            turns: ["post.notify": .unknown], says: "no entry of the status page names v1.50.3 (1 entry)"),
        Defect(
            "the status page tells of a release candidate", .replace(People.page, "v1.50.3", with: "v1.50.3-rc.1"),
            turns: ["post.notify": .unknown], says: "no entry of the status page names v1.50.3"),
        Defect(
            "the status page is green and empty",
            .write(
                People.page,
                #"{"page": {"id": "x"}, "incidents": [], "scheduled_maintenances": [], "status": {"indicator": "none"}}"#
                    + "\n"),
            turns: ["post.notify": .unknown], says: "(0 entries); that all is green proves nothing"),
        Defect(
            "the page names a time twice",
            .replaceMatches(People.page, #""(created_at|display_at)": "20\d\d"#, with: #""display_at": "2025"#),
            turns: ["post.notify": .error, "rollback.incident": .error], says: "occurs twice in one object"),
        Defect(
            "the completion was announced before the deployment",
            .replaceMatches(People.page, #""created_at": "20\d\d"#, with: #""created_at": "2025"#),
            turns: ["post.notify": .fail], says: "which is not after the deployment", "2025-"),
        Defect(
            "an incident of the release is open",
            .write(
                "evidence/post.notify/incidents.json",
                People.page("Errors since v1.50.3", "investigating", minutesAgo: 5)),
            People.made("evidence/post.notify/incidents.json"), turns: ["post.notify": .fail],
            says: "'Errors since v1.50.3' is still investigating"),
        Defect(
            "an audience was not told",
            .replace(People.ticket, "Notified: support about", with: "To do: support about"),
            turns: ["post.notify": .unknown], says: "nothing shows that support was told about v1.50.3"),
        Defect(
            "the notice is of another release",
            .replace(People.ticket, "Notified: support about v1.50.3", with: "Notified: support about v1.50.2"),
            turns: ["post.notify": .unknown], says: "nothing shows that support was told about v1.50.3"),
        Defect(
            "the notice is a quote", .replace(People.ticket, "Notified: support", with: "> Notified: support"),
            turns: ["post.notify": .unknown], says: "nothing shows that support was told"),
        Defect(
            "there is one more audience",
            .replace("release.yml", "audiences: [support, customers]", with: "audiences: [support, customers, press]"),
            turns: ["post.notify": .unknown], says: "nothing shows that press was told about v1.50.3"),
        Defect(
            "the page was exported before the deployment",
            .replaceMatches("\(People.page).meta.yml", "collected_at: .*", with: "collected_at: \(People.ago(5_000))"),
            turns: ["post.notify": .unknown], says: "before deploy.workflow ended"),
        Defect(
            "the page answered with an error", .write(People.page, "<html><title>502 Bad Gateway</title></html>\n"),
            turns: ["post.notify": .unknown, "rollback.incident": .unknown], says: "it is an HTML page"),
    ]
}
