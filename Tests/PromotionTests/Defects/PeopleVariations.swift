import Model

extension Variation {
    /// What people say, in other dialects of the same.
    static let people: [Variation] = [
        rota(
            "json",
            #"{"schedule": {"name": "Support", "schedule_layers": [], "final_schedule": {"rendered_schedule_entries": [{"start": "\#(People.ago(3_000))", "end": "\#(People.ago(100))", "user": {"summary": "Viktor"}}, {"start": "\#(People.ago(200))", "end": "\#(People.ago(-3_000))", "user": {"summary": "Grace"}}], "rendered_coverage_percentage": 100.0}}}"#,
            "the rota is PagerDuty's"),
        rota(
            "json",
            #"{"data": {"_parent": {"name": "Support", "enabled": true}, "finalTimeline": {"rotations": [{"name": "Day", "periods": [{"startDate": "\#(People.ago(3_000))", "endDate": "\#(People.ago(-3_000))", "type": "override", "recipient": {"type": "user", "name": "grace@example.com"}}]}]}}, "took": 0.1}"#,
            "the rota is Opsgenie's"),
        rota(
            "csv", "who;from;to\r\nGrace;\(People.ago(3_000));\(People.ago(-3_000))\r\n", "the rota is a table"),
        Variation(
            "the rota has LF line ends", .transform(People.rota) { bytes in bytes + [10] }),
        Variation("the rota begins with a byte order mark", .byteOrderMark(People.rota)),
        Variation("the ticket has CRLF line ends", .crlf(People.ticket)),
        Variation("the ticket begins with a byte order mark", .byteOrderMark(People.ticket)),
        Variation(
            "the approval is written in other letters",
            .replace(People.ticket, "Approved: plan sha256:", with: "approved: Plan SHA256:")),
        Variation(
            "people say more than they must", People.say(People.seun, "Read it too. Rejected: no.", "All fine."),
            People.say(People.mei, "> Rejected: as quoted", "")),
        Variation(
            "times have another offset",
            .replaceMatches(People.page, #"\.\d{3}Z""#, with: #"+00:00""#)),
        Variation(
            "the page has other entries as well",
            .write("evidence/post.notify/incidents.json", People.page("Slow e-mails", "monitoring", minutesAgo: 9_000)),
            People.made("evidence/post.notify/incidents.json")),
        Variation(
            "the pager has an incident of another kind",
            .write("evidence/rollback.incident/incident.json", People.incident("Disk full on a runner", minutesAgo: 5))),
        Variation(
            "the pager had a rollback of another release",
            .write(
                "evidence/rollback.incident/incident.json", People.incident("Rollback of v1.49.2", minutesAgo: 90_000))),
        Variation(
            "the pager has no incident",
            .write(
                "evidence/rollback.incident/incidents.json",
                #"{"incidents": [], "limit": 25, "offset": 0, "total": null, "more": false}"# + "\n")),
    ]

    private static func rota(_ kind: String, _ text: String, _ name: String) -> Variation {
        let path = "evidence/pre.leads/support.\(kind)"
        return Variation(name, .remove(People.rota), .write(path, text + "\n"), People.made(path))
    }
}
