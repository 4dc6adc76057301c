internal import Model
internal import Streams

/// An HTTP archive (HAR) of a browser; of its many private parts only addresses without query and statuses are read.
struct HTTPArchive: EvidenceFormat {
    let id = "har"
    let title = "HTTP archive"
    let producedBy = ["browser: Developer tools, Network, Save all as HAR"]
    let facts: [FactKind] = [.exchange, .gap]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let log = preamble.json?["log"], log.has("entries") || log.has("creator") && log.has("version") else {
            return nil
        }
        return Recognition(dialect: id, because: "`log` of a HAR")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let json = JSONReader(source)
        var newest: Instant?
        var count = 0
        var hasEntries = false
        try json.object { key in
            guard key == "log" else { return }
            try json.object { key in
                guard key == "entries" else { return }
                hasEntries = true
                try json.array { _ in
                    count += 1
                    let exchange = try entry(json)
                    newest = [newest, exchange.answeredAt].compactMap { $0 }.max()
                    try emit(.exchange(exchange))
                }
            }
        }
        try json.end()
        guard hasEntries else { throw problem("there are no `entries`", 1) }
        if count == 0 { try emit(.gap(EvidenceGap(reason: "the archive has no entry", line: 1))) }
        return Reading(producedAt: newest)
    }

    private func entry(_ json: JSONReader) throws -> HTTPExchange {
        let line = json.line
        var exchange = HTTPExchange(status: -1, line: line)
        try json.object { key in
            switch key {
            case "startedDateTime": exchange.answeredAt = Instant(rfc3339: try json.string())
            case "_fromCache":
                if try json.kind() == .string { exchange.error = "from the browser's cache: \(try json.string())" }
            case "request":
                try json.object { key in
                    if key == "url" { exchange.url = WebAddress(try json.string())?.description }
                }
            case "response": try response(json, &exchange)
            default: break
            }
        }
        guard exchange.status >= 0 else { throw problem("an entry has no status", line) }
        return exchange
    }

    private func response(_ json: JSONReader, _ exchange: inout HTTPExchange) throws {
        try json.object { key in
            switch key {
            case "status": exchange.status = try json.int()
            case "_error": exchange.error = try json.optionalString() ?? exchange.error
            case "_fetchedViaServiceWorker":
                if try json.kind() == .bool, try json.bool() { exchange.error = "answered by a service worker" }
            case "headers":
                try json.array { _ in
                    let header = try json.value()
                    if header["name"]?.string?.lowercased() == "server" { exchange.server = header["value"]?.string }
                }
            case "content": try content(json, &exchange)
            default: break
            }
        }
    }

    /// The body as text, or in base64 whose first bytes tell an HTML page from others.
    private func content(_ json: JSONReader, _ exchange: inout HTTPExchange) throws {
        var body = BodyStart()
        var encoding: String?
        var looksLikeHTML = false
        try json.object { key in
            switch key {
            case "size": exchange.bodyBytes = try json.int()
            case "mimeType": exchange.contentType = try json.optionalString()
            case "encoding": encoding = try json.optionalString()
            case "text":
                try json.bytes { text in
                    body.take(text)
                    looksLikeHTML = ["PCFET0NUWVBF", "PCFkb2N0eXBl", "PGh0bW"].contains { text.hasPrefix($0) }
                }
            default: break
            }
        }
        exchange.isHTML = body.isHTML || looksLikeHTML
        guard exchange.isJSON else { return }
        exchange.health = encoding.map { StatedHealth(trouble: "is kept in \($0)") } ?? body.health
    }

    private func problem(_ message: String, _ line: Int) -> StreamProblem {
        StreamProblem(id: "har.entry", message: message, advice: "Save the archive again.", line: line)
    }
}
