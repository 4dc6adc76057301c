package import Model

/// One gate of a pack alone, as `gate --json` prints it; its schema is published as `gate`.
package enum GateDocument {
    /// The plan that the gate was asked about.
    package struct Plan: Sendable {
        package let path: String
        package let sha256: String

        package init(path: String, sha256: String) {
            self.path = path
            self.sha256 = sha256
        }
    }

    /// - Parameter exitStatus: that of the gate; 0 only when it is open.
    package static func value(_ gate: GateAssessment, of pack: Pack, plan: Plan?, exitStatus: Int) -> JSONValue {
        [
            "schema": "evidencepack/gate/1", "release": .string(pack.release.tag),
            "version": .string(pack.release.version), "commit": .string(pack.release.commit), "at": JSONValue(pack.at),
            "gate": PackDocument.gate(gate),
            "plan": plan.map { ["path": .string($0.path), "sha256": .string($0.sha256)] } ?? .null,
            "exitStatus": JSONValue(exitStatus), "problems": .array(pack.problems.map(PackDocument.problem)),
        ]
    }
}
