/// One HTTP request with its answer.
package struct HTTPExchange: Sendable, Hashable {
    /// As far as the file shows it, a query cut to its `?`; the command in the sidecar or run record may tell the rest.
    package var url: String?
    /// 0 when there was no answer.
    package var status: Int
    package var redirects: Int = 0
    package var contentType: String?
    /// The `Server` header.
    package var server: String?
    /// First bytes of the body are an HTML page.
    package var isHTML = false
    package var bodyBytes: Int?
    /// What the body, where it is JSON and shown, says of the service's health.
    package var health: StatedHealth?
    /// From the `Date` header or the archive.
    package var answeredAt: Instant?
    package var error: String?
    package let line: Int

    package init(status: Int, line: Int) {
        self.status = status
        self.line = line
    }

    /// Whether its content type is JSON's, parameters aside.
    package var isJSON: Bool {
        let type = contentType.map { String($0.utf8.prefix { $0 != 59 && $0 != 32 }) ?? "" }?.lowercased() ?? ""
        return type == "application/json" || type.hasSuffix("+json")
    }
}

/// What the JSON body of an answer says in members such as `status` or `healthy`.
package struct StatedHealth: Sendable, Hashable {
    /// One member: its name, and its text, number, `true`, `false` or `null` as written.
    package struct Member: Sendable, Hashable {
        package let name: String
        package let value: String
        /// Of a part of the service, not of the whole.
        package let isNested: Bool

        package init(_ name: String, _ value: String, isNested: Bool) {
            (self.name, self.value, self.isNested) = (name, value, isNested)
        }
    }

    package var members: [Member] = []
    /// Why nobody knows what it says: it is no JSON, or too long.
    package var trouble: String?

    package init(members: [Member] = [], trouble: String? = nil) {
        (self.members, self.trouble) = (members, trouble)
    }
}

/// Somebody on call for a span of time.
package struct OnCallShift: Sendable, Hashable {
    package var person: String
    package var start: Instant
    /// Exclusive; `nil` when it never ends.
    package var end: Instant?
    /// Name of the schedule or calendar, where stated.
    package var schedule: String?
    package let line: Int

    package init(person: String, start: Instant, end: Instant?, line: Int) {
        self.person = person
        self.start = start
        self.end = end
        self.line = line
    }
}

/// An incident or maintenance of a status page or pager.
package struct StatusEntry: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable { case incident, maintenance }

    package struct Update: Sendable, Hashable {
        package let status: String
        package let text: String
        package let at: Instant?

        package init(status: String, text: String, at: Instant?) {
            self.status = status
            self.text = text
            self.at = at
        }
    }

    package var kind: Kind
    package var id: String
    package var name: String
    /// `resolved`, `completed`, `in_progress`, … as the service writes it.
    package var status: String
    package var startedAt: Instant?
    package var endedAt: Instant?
    package var updates: [Update] = []
    package let line: Int

    package init(kind: Kind, id: String, name: String, status: String, line: Int) {
        self.kind = kind
        self.id = id
        self.name = name
        self.status = status
        self.line = line
    }
}
