/// Data that a template may print: its type declares the names, so that they can be checked before there are values.
package protocol TemplateContext: Sendable {
    /// Each name once.
    static var fields: [TemplateField<Self>] { get }
}

/// One name that a context offers, what it is, and how it is read.
package struct TemplateField<Context>: Sendable {
    let name: String
    let kind: TemplateShape.Kind
    let read: @Sendable (Context) -> TemplateValue

    /// Untrusted text: escaped in HTML, a code span in Markdown. As a section it means "not empty".
    package static func text(_ name: String, _ read: @escaping @Sendable (Context) -> String) -> Self {
        Self(name: name, kind: .text) { .text(read($0)) }
    }

    /// A word or number of our own: escaped in HTML, bare in Markdown if it cannot be mistaken for markup.
    package static func word(_ name: String, _ read: @escaping @Sendable (Context) -> String) -> Self {
        Self(name: name, kind: .word) { .word(read($0)) }
    }

    /// Lines of text: escaped in HTML, where a text box may hold them too; a fenced block in Markdown, on a line of its own.
    package static func block(_ name: String, _ read: @escaping @Sendable (Context) -> String) -> Self {
        Self(name: name, kind: .block) { .block(read($0)) }
    }

    /// A number, printed as it is.
    package static func number(_ name: String, _ read: @escaping @Sendable (Context) -> Int) -> Self {
        Self(name: name, kind: .word) { .word(String(read($0))) }
    }

    /// Markup made by `MarkupWriter`; allowed only where HTML text is.
    package static func html(_ name: String, _ read: @escaping @Sendable (Context) -> SafeHTML) -> Self {
        Self(name: name, kind: .html) { .html(read($0)) }
    }

    /// A place on the same page: `#name` in `href`, `name` elsewhere.
    package static func fragment(_ name: String, _ read: @escaping @Sendable (Context) -> Fragment) -> Self {
        Self(name: name, kind: .fragment) { .fragment(read($0)) }
    }

    /// A condition for sections.
    package static func flag(_ name: String, _ read: @escaping @Sendable (Context) -> Bool) -> Self {
        Self(name: name, kind: .flag) { .flag(read($0)) }
    }

    /// A section that is printed once per element, with the element's names in front of the outer ones.
    package static func list<Element: TemplateContext>(
        _ name: String, _ read: @escaping @Sendable (Context) -> [Element]
    ) -> Self {
        Self(name: name, kind: .list(TemplateShape(of: Element.self))) { .list(read($0).map { TemplateRecord($0) }) }
    }

    /// The same name offered by a context that holds this one.
    package func within<Outer>(_ inner: @escaping @Sendable (Outer) -> Context) -> TemplateField<Outer> {
        TemplateField<Outer>(name: name, kind: kind) { read(inner($0)) }
    }
}

/// The names of a context and of the lists in it.
struct TemplateShape: Sendable {
    enum Kind: Sendable { case text, word, block, html, fragment, flag, list(TemplateShape) }

    let kinds: [String: Kind]

    init<Context: TemplateContext>(of context: Context.Type) {
        kinds = Dictionary(Context.fields.map { ($0.name, $0.kind) }) { first, _ in first }
    }
}

/// A value of a context, without its type.
enum TemplateValue: Sendable {
    case text(String)
    case word(String)
    case block(String)
    case html(SafeHTML)
    case fragment(Fragment)
    case flag(Bool)
    case list([TemplateRecord])
}

/// The values of one context by name, each read when it is asked for.
struct TemplateRecord: Sendable {
    let value: @Sendable (_ name: String) -> TemplateValue?

    init<Context: TemplateContext>(_ context: Context) {
        value = { name in Context.fields.first { $0.name == name }?.read(context) }
    }
}
