import Model

extension Defect {
    /// What shows a rollback that release.yml denies, and what is wrong with the timeline of one.
    static let rollback: [Defect] = denied + told

    private static let copy = "evidence/rollback.incident/services.json"
    private static let incident = "evidence/rollback.incident/incident.json"
    private static let apply = "evidence/rollback.incident/apply.log"

    private static let denied: [Defect] = [
        Defect(
            "a service went back to its old revision", .copy("evidence/deploy.stability/services-2.json", to: copy),
            .replace(copy, "api:42", with: "api:41"), People.made(copy), turns: ["rollback.incident": .fail],
            says: "api went back from revision 42 to 41"),
        Defect(
            "the circuit breaker went back", .copy("evidence/deploy.stability/services-2.json", to: copy),
            .replaceMatches(
                copy, #"("deployments": \[\s*\{)"#,
                with:
                    #""deployments": [{"status": "INACTIVE", "taskDefinition": "arn:aws:ecs:eu-central-1:1:task-definition/api:43", "failedTasks": 4, "rolloutState": "FAILED"}, {"#
            ), People.made(copy), turns: ["rollback.incident": .fail],
            says: "runs revision 42 although 43 was being deployed"),
        Defect(
            "nothing tells when a snapshot was made", .copy("evidence/deploy.stability/services-2.json", to: copy),
            .remove(copy), .write(copy, "{}"), turns: ["rollback.incident": .unknown],
            says: "no reader recognises this file"),
        Defect(
            "the pager has a rollback", .write(incident, People.incident("Rollback of the API", minutesAgo: 5)),
            turns: ["rollback.incident": .fail], says: "there is an incident 'Rollback of the API'"),
        Defect(
            "the pager's log tells of a rollback",
            .write(
                incident,
                #"{"log_entries": [{"type": "annotate_log_entry", "summary": "Note", "created_at": "\#(People.ago(5))", "incident": {"id": "Q1", "summary": "Errors"}, "channel": {"type": "note", "summary": "Rollback started: errors"}}], "more": false}"#
                    + "\n"), turns: ["rollback.incident": .fail], says: "there is an incident 'Errors'"),
        Defect(
            "the ticket tells of a rollback", People.say(People.hanna, "Rollback started: errors above 2 %"),
            turns: ["rollback.incident": .fail], says: "Hanna Kowalska wrote 'Rollback started: errors above 2 %'"),
        Defect(
            "a second apply destroyed something", .copy("evidence/deploy.apply/apply.log", to: apply),
            .replace(apply, "0 destroyed", with: "2 destroyed"), People.made(apply),
            turns: ["rollback.incident": .fail],
            says: "an apply after the first destroyed 2 resources"),
        Defect(
            "the list of incidents is one page of several",
            .write(incident, #"{"incidents": [], "limit": 25, "offset": 0, "total": null, "more": true}"# + "\n"),
            turns: ["rollback.incident": .unknown], says: "the list is one page of several"),
    ]

    private static let start = "Rollback started: \(People.ago(100)) 5xx above 2 %"
    private static let decision = "Decision: \(People.ago(90)) back to api:41"
    private static let action = "Action: \(People.ago(80)) redeployed api:41"
    private static let end = "Rollback ended: \(People.ago(70)) 5xx at 0.02 %"

    private static let told: [Defect] = [
        Defect(
            "a rollback was started and has no timeline", People.initiated(100), turns: ["rollback.incident": .unknown],
            says: "has no line `Rollback started: …`"),
        Defect(
            "nobody told who decided", People.initiated(100), People.say(People.hanna, start, action, end),
            turns: ["rollback.incident": .unknown], says: "has no line `Decision: …`"),
        Defect(
            "the rollback has no end", People.initiated(100), People.say(People.hanna, start, decision, action),
            turns: ["rollback.incident": .unknown], says: "has no line `Rollback ended: …`"),
        Defect(
            "the timeline has a hole", People.initiated(100),
            People.say(People.hanna, start, decision, action, "Rollback ended: \(People.ago(40)) well again"),
            turns: ["rollback.incident": .fail], says: "nothing is told from", "40 min", "<= 30 min"),
        Defect(
            "the timeline starts at another time", People.initiated(300),
            People.say(People.hanna, start, decision, action, end), turns: ["rollback.incident": .fail],
            says: "release.yml says that the rollback was started at", "within 5 min"),
        Defect(
            "they acted before they decided", People.initiated(100),
            People.say(People.hanna, start, "Action: \(People.ago(95)) redeployed", decision, action, end),
            turns: ["rollback.incident": .fail], says: "came before the decision"),
        Defect(
            "an action lies outside of the rollback", People.initiated(100),
            People.say(People.hanna, start, decision, action, end, "Action: \(People.ago(60)) one thing more"),
            turns: ["rollback.incident": .fail], says: "lies outside of the rollback"),
        Defect(
            "a stranger wrote the timeline", People.initiated(100),
            People.say("5f0000000000000000000000", start, decision, action, end),
            turns: ["rollback.incident": .unknown],
            says: "whom release.yml does not know"),
    ]
}
