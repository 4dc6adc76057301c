/// One ref of a git repository, as a listing of one side (the remote, or a local clone) shows it.
package struct GitRef: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable { case annotated, lightweight, unknown }

    /// Full name without `refs/tags/`, e.g. `v1.50.3`; other refs keep their whole name.
    package var name: String
    /// The object that the ref itself names.
    package var object: String
    /// The commit that an annotated tag peels to (`^{}`); `nil` where the listing does not show it.
    package var peeled: String?
    package var kind: Kind = .unknown
    /// `true` when the listing is the remote's (`git ls-remote`).
    package var isRemote: Bool
    package let line: Int

    package init(name: String, object: String, isRemote: Bool, line: Int) {
        self.name = name
        self.object = object
        self.isRemote = isRemote
        self.line = line
    }
}

/// What `git verify-tag` said about a signature.
package struct TagSignature: Sendable, Hashable {
    /// Name of the tag where the output shows it.
    package var tag: String?
    /// The object that the tag's content names, where the output shows it.
    package var object: String?
    package var isGood: Bool
    /// Who signed, as git prints it: a principal or a key.
    package var signer: String?
    /// git's own words.
    package var message: String
    package let line: Int

    package init(isGood: Bool, message: String, line: Int) {
        self.isGood = isGood
        self.message = message
        self.line = line
    }
}
