package import Model

/// Something that only a person can judge: the evidence is shown, and the verdict is `manual`, never a pass.
package struct HumanJudgement: Rule {
    package static let kind = "human-judgement"
    package static let summary =
        "Only a person can judge the evidence; it is shown to the owner, and the check never passes by itself."
    package static let parameters = [
        Parameter("look_for", .text, required: true, "what the person must see in the evidence")
    ]
    package static let example = "human-judgement: {look_for: the rota covers the whole launch window}"
    package static let reads: Set<FactKind> = []

    private let lookFor: String

    package init(_ reader: inout MappingReader) { lookFor = reader.requiredString("look_for") ?? "" }

    package func tally(path: String) -> CommandRan.Nothing { CommandRan.Nothing() }

    package func findings(_ tally: CommandRan.Nothing, in context: CheckContext) -> [Finding] {
        context.evidence.isEmpty
            ? []
            : [Finding(.manual, "the owner must see: \(lookFor)", at: context.evidence.first.map { Place($0.path) })]
    }
}
