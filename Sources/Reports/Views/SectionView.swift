import Model
import Templates

/// A phase of the checklist with its items.
struct SectionView: TemplateContext {
    let title: String
    let phase: String
    let items: [ItemView]

    static let fields: [TemplateField<SectionView>] = [
        .text("sectionTitle") { Mojibake.mended($0.title) },
        .text("phase") { $0.phase },
        .fragment("sectionLink") { Fragment("phase-" + ($0.items.first?.item.id ?? $0.phase)) },
        .number("sectionCount") { $0.items.count },
        .list("items") { $0.items },
    ]

    /// Neighbouring items of one phase stand together, in checklist order.
    static func sections(of items: [ItemAssessment], in index: PageIndex = PageIndex()) -> [SectionView] {
        var sections: [(title: String, phase: String, items: [ItemView])] = []
        for item in items {
            if let last = sections.last, last.phase == item.phase.rawValue, last.title == item.sectionTitle {
                sections[sections.count - 1].items.append(ItemView(item, in: index))
            } else {
                sections.append((item.sectionTitle, item.phase.rawValue, [ItemView(item, in: index)]))
            }
        }
        return sections.map { SectionView(title: $0.title, phase: $0.phase, items: $0.items) }
    }
}
