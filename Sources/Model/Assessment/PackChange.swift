/// What is different from an earlier pack (REPORT.md, section 9).
package struct PackChanges: Sendable {
    /// The earlier pack, as its pack.json states it.
    package struct Earlier: Sendable, Hashable {
        package internal(set) var tag: String
        /// RFC 3339.
        package let at: String
        /// SHA-256 of its pack.json.
        package let sha256: String

        package init(tag: String, at: String, sha256: String) {
            (self.tag, self.at, self.sha256) = (tag, at, sha256)
        }
    }

    package internal(set) var earlier: Earlier
    /// What weighs most comes first.
    package internal(set) var all: [PackChange]

    package init(since earlier: Earlier, _ all: [PackChange]) {
        self.earlier = earlier
        self.all = all
    }

    package func of(_ kind: PackChange.Kind) -> [PackChange] { all.filter { $0.kind == kind } }
}

/// One difference between two packs.
package struct PackChange: Sendable, Hashable {
    /// What it means to somebody who approved the earlier pack; declared in the order of weight.
    package enum Kind: String, Sendable, CaseIterable {
        /// Less is demanded than before: a looser limit, a check or signer that is gone, a new waiver.
        case loosened
        /// A gate closed, a verdict got worse, a new finding against the release.
        case worse
        case signOffLost = "sign_off_lost"
        /// Demanded otherwise, neither provably less nor more.
        case changed
        case tightened
        case better
        /// An observed value moved, under the same limit and with the same verdict.
        case moved
        /// Evidence that was added, removed or replaced.
        case evidence

        /// As a heading.
        package var title: String {
            switch self {
            case .loosened: "Less is demanded"
            case .worse: "Worse"
            case .signOffLost: "Sign-offs lost"
            case .changed: "Changed"
            case .tightened: "More is demanded"
            case .better: "Better"
            case .moved: "Values that moved"
            case .evidence: "Evidence"
            }
        }
    }

    package let kind: Kind
    /// The item, gate, waiver or file that it is about.
    package internal(set) var subject: String
    /// What it is about the subject, as the beginning of a sentence: `limit of p95`, `verdict`.
    package internal(set) var what: String
    package internal(set) var before: String?
    package internal(set) var after: String?

    package init(_ kind: Kind, _ subject: String, _ what: String, from before: String?, to after: String?) {
        self.kind = kind
        self.subject = subject
        self.what = what
        self.before = before
        self.after = after
    }
}
