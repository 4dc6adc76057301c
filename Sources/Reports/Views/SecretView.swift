import Model
import Templates

/// A secret that was masked: what stands in its stead, and where it was found.
struct SecretView: TemplateContext {
    let secret: MaskedSecret

    static let fields: [TemplateField<SecretView>] = [
        .text("secretMark") { "[redacted:\($0.secret.kind) #\($0.secret.number)]" },
        .text("secretPlaces") { view in
            view.secret.places.isEmpty
                ? "in more than one place, or in the name of a file"
                : view.secret.places.map(\.description).joined(separator: ", ")
        },
    ]
}
