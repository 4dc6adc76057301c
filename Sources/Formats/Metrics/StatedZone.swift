internal import Model
internal import Streams

/// The zone of times that a file writes without an offset, as its sidecar states it: UTC or a fixed offset.
///
/// A named zone is not resolved, because no calendar of zones comes with the product, and it is not needed: where the
/// offset changed inside a day, times read with a fixed one go backwards or leave an hour out, and such a series is refused.
struct StatedZone {
    private let spelled: String?
    /// Milliseconds east of UTC.
    private let offset: Int64?

    init(_ spelled: String?) {
        self.spelled = spelled
        let suffix = spelled == "UTC" ? "Z" : spelled ?? ""
        let (midnight, local) = ("2026-01-01T00:00:00", Instant(rfc3339: "2026-01-01T00:00:00Z"))
        offset = Instant(rfc3339: midnight + suffix).flatMap { shifted in local?.since(shifted) }
    }

    /// The time of a written moment, whose own offset comes first.
    func milliseconds(of moment: TimeText.Moment, _ line: Int) throws -> Int64 {
        if moment.hasZone { return moment.milliseconds }
        guard let offset else { throw problem(line) }
        return moment.milliseconds - offset
    }

    private func problem(_ line: Int) -> StreamProblem {
        let raw = "export raw times (in Grafana: \"Formatted data\" off)"
        guard let spelled else {
            return StreamProblem(
                id: "metrics.no-time-zone", message: "the times have no zone, so it is not known when this was",
                advice: "State it in the file's sidecar, e.g. `timezone: UTC` or `timezone: \"+01:00\"`, or \(raw).",
                line: line)
        }
        return StreamProblem(
            id: "metrics.named-time-zone",
            message: "the times have no offset, and '\(spelled)' does not say how far from UTC they were",
            advice: "State the offset that held, e.g. `timezone: \"+01:00\"`, in the file's sidecar, or \(raw).",
            line: line)
    }
}
