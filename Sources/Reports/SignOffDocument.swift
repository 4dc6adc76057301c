import Model

/// A submitted sign-off in pack.json, with what became of it.
enum SignOffDocument {
    static func value(_ assessment: SignOffAssessment) -> JSONValue {
        let signOff = assessment.signOff
        return [
            "state": .string(state(assessment)), "assurance": .string(assessment.assurance.rawValue),
            "evidence": PackDocument.place(assessment.place), "identity": JSONValue(assessment.identity),
            "refusal": JSONValue(assessment.refusal), "remark": JSONValue(assessment.remark),
            "release": JSONValue(signOff?.release), "kind": JSONValue(signOff?.kind.rawValue),
            "role": JSONValue(signOff?.role), "by": JSONValue(signOff?.by),
            "decision": JSONValue(signOff?.decision.rawValue), "at": JSONValue(signOff?.at),
            "plan": JSONValue(signOff?.plan), "note": JSONValue(signOff?.note),
            "items": .array(
                (signOff?.items ?? []).map { id in
                    let (state, why) = words(assessment.outcomes[id])
                    return [
                        "item": .string(id), "digest": JSONValue(signOff?.digests[id]), "state": .string(state),
                        "why": JSONValue(why),
                    ]
                }),
        ]
    }

    /// In one word: refused as a whole, or the best that it came to.
    static func state(_ assessment: SignOffAssessment) -> String {
        let states = assessment.outcomes.values.map { words($0).state }
        return ["counts", "stale"].first { states.contains($0) } ?? "refused"
    }

    private static func words(_ outcome: SignOffAssessment.Outcome?) -> (state: String, why: String?) {
        switch outcome {
        case .counts: ("counts", nil)
        case .stale(let why): ("stale", why)
        case .refused(let why): ("refused", why)
        case nil: ("refused", nil)
        }
    }
}
