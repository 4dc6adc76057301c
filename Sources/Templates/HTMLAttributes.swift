/// Which elements a template may have, and what may be printed into which attribute: what is not listed is refused.
enum HTMLAttributes {
    /// Elements that browsers tokenise in ways of their own, some of them only without script.
    static let refusedElements: Set<String> = [
        "iframe", "noscript", "xmp", "noembed", "noframes", "plaintext", "listing", "frameset", "template",
    ]
    /// Their content is no markup and no text.
    static let rawElements: Set<String> = ["script", "style"]
    /// In their content character references are resolved and tags are not.
    static let textBoxElements: Set<String> = ["textarea", "title"]

    private static let anyText: Set<String> = [
        "title", "lang", "dir", "value", "label", "alt", "placeholder", "datetime", "abbr", "rows", "cols",
        "maxlength", "colspan", "rowspan", "width", "height", "min", "max", "low", "high", "optimum",
    ]
    /// They choose styles, link parts of the page, or are read by the browser itself: no text of others.
    private static let ownWords: Set<String> = ["class", "id", "name", "for", "headers", "content"]

    /// How a value of `kind` is written in the double-quoted value of `attribute`.
    /// - Parameter isAlone: nothing stands before it in the value.
    static func slot(for kind: TemplateShape.Kind, in attribute: String, isAlone: Bool) -> Result<TemplateSlot, Refusal>
    {
        if attribute == "href" {
            guard case .fragment = kind, isAlone else { return .failure("a link that is not a fragment's alone") }
            return .success(.htmlLink)
        }
        let isData = attribute.utf8.starts(with: "data-".utf8) || attribute.utf8.starts(with: "aria-".utf8)
        if anyText.contains(attribute) || isData { return .success(.htmlText) }
        if ownWords.contains(attribute) {
            switch kind {
            case .word, .fragment: return .success(.htmlText)
            default: return .failure("the attribute \(attribute), which takes no text of others")
            }
        }
        if attribute.utf8.starts(with: "on".utf8) { return .failure("an event handler") }
        return .failure(attribute == "style" ? "a style attribute" : "the attribute \(attribute)")
    }
}
