import Model
import Testing

/// Evidence of people, made for defects and variations: its times count from when the sample is evaluated.
enum People {
    static let ticket = "evidence/ticket/REL-1503.json"
    static let rota = "evidence/pre.leads/rota.ics"
    static let page = "evidence/post.notify/summary.json"

    /// Jira accounts of the sample's people.
    static let tomas = "5fc9affe7f758723c3eb9fe8"
    static let grace = "5fe010fd1ce1acc173e3b483"
    static let mei = "5f7717a57ec3d7fb939eff71"
    static let seun = "5f675e2d1d29144a846d8a55"
    static let hanna = "5fb5679ea7383b47df1553f6"

    /// The time so many minutes before the sample is evaluated.
    static func ago(_ minutes: Int64) -> String {
        let at = (try? sampleInstant()) ?? Instant(milliseconds: 0)
        return "\(Instant(milliseconds: at.milliseconds - minutes * 60_000))"
    }

    /// One more comment in the ticket, an instant before the sample is evaluated; a line of `text` is a paragraph.
    static func say(_ account: String, _ text: String...) -> Edit {
        let paragraphs = text.map {
            #"{"type": "paragraph", "content": [{"type": "text", "text": "\#($0)"}]}"#
        }.joined(separator: ", ")
        let time = ago(1)
        return .replaceFirst(
            ticket, #""comments": ["#,
            with:
                #""comments": [{"author": {"accountId": "\#(account)"}, "body": {"type": "doc", "content": [\#(paragraphs)]}, "created": "\#(time)", "updated": "\#(time)"}, "#
        )
    }

    /// A sidecar that says when a file was made.
    static func made(_ path: String, minutesAgo: Int64 = 1) -> Edit {
        .write("\(path).meta.yml", "command: curl\ncollected_at: \(ago(minutesAgo))\n")
    }

    /// `rollback:` of release.yml, started so many minutes ago.
    static func initiated(_ minutes: Int64) -> Edit {
        .replace(
            "release.yml", "rollback: {initiated: false}",
            with: "rollback: {initiated: true, initiated_at: \(ago(minutes))}")
    }

    /// An incident of PagerDuty.
    static func incident(_ title: String, minutesAgo: Int64) -> String {
        #"{"incident": {"id": "Q1", "incident_number": 7, "title": "\#(title)", "status": "resolved", "created_at": "\#(ago(minutesAgo))"}}"#
            + "\n"
    }

    /// A status page with one incident.
    static func page(_ name: String, _ status: String, minutesAgo: Int64) -> String {
        let time = ago(minutesAgo)
        return
            #"{"page": {"id": "x"}, "incidents": [{"id": "i", "name": "\#(name)", "status": "\#(status)", "impact": "minor", "created_at": "\#(time)", "incident_updates": [{"status": "\#(status)", "body": "-", "created_at": "\#(time)"}]}], "scheduled_maintenances": [], "status": {"indicator": "none"}}"#
            + "\n"
    }
}
