import Model
import Reports
import TestKit
import Testing

@testable import Promotion

extension SignOffWorld {
    /// A form document of what the pack says now.
    func document(_ name: String) async throws -> String {
        let files = try PackDocuments.render(try await pack(), sha256: PackFolder.sha256)
        return String(decoding: try #require(files[name]), as: UTF8.self)
    }

    /// The form of a role, as it should come back.
    func form(_ role: String = "security", _ kind: SignOff.Kind = .done) async throws -> SignOffForm {
        let sheet = try await pack().sheets.first { $0.role == role && $0.kind == kind }
        return try #require(sheet?.forms.first)
    }

    /// What a person makes of a block by hand.
    static func filled(_ block: String, by: String = "sofia", decision: String = "approve", at: Instant) -> String {
        block.replacing("\nby:\n", with: "\nby: \(by)\n").replacing("\ndecision:\n", with: "\ndecision: \(decision)\n")
            .replacing("\nat:\n", with: "\nat: \(at)\n")
    }

    /// The blocks that stand in a document, each with a final newline.
    static func blocks(in text: String) -> [String] {
        text.split(separator: SignOffForm.begin).dropFirst().compactMap { rest in
            rest.firstRange(of: SignOffForm.end).map {
                SignOffForm.begin + rest[..<$0.lowerBound] + SignOffForm.end + "\n"
            }
        }
    }
}
