import ArgumentParser
import Model

/// Every exit code of PRODUCT.md, decided in this one place.
enum ExitStatus: Int32 {
    case done = 0
    case failed = 1
    case unknownEvidence = 2
    case missingSignOffs = 3
    case integrity = 4
    case evaluationError = 5
    case usage = 64
    case badConfiguration = 65
    case missingInput = 66
    case `internal` = 70
    case cannotWrite = 74
    case cannotRun = 126
    case commandNotFound = 127

    var code: ExitCode { ExitCode(rawValue) }

    /// Of a gate, by the precedence integrity > error > fail or reject > unknown > sign-offs.
    init(_ gate: GateAssessment) {
        let kinds = gate.causes.union(gate.blocking.map(\.kind)).subtracting([Blocker.closedGate])
        if gate.isOpen {
            self = .done
        } else if kinds.contains("integrity") {
            self = .integrity
        } else if kinds.contains("error") {
            self = .evaluationError
        } else if gate.decision == .noGo {
            self = .failed
        } else if kinds != ["sign-off"] {
            self = .unknownEvidence
        } else {
            self = .missingSignOffs
        }
    }

    /// Of a problem, by the first part of its id.
    init(_ problem: Problem) {
        switch problem.id.prefix(while: { $0 != "." }) {
        case "command": self = problem.id == "command.not-found" ? .commandNotFound : .cannotRun
        case "usage": self = .usage
        case "output": self = .cannotWrite
        case "folder", "input": self = .missingInput
        case "pack": self = .integrity
        default: self = .badConfiguration
        }
    }
}
