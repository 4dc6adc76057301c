internal import Model
internal import Streams

/// What `curl -w '%{json}'` prints about a transfer, alone or behind the body.
struct CurlWriteOut: EvidenceFormat {
    let id = "curl-write-out"
    let title = "Transfer described by curl -w '%{json}'"
    let producedBy = ["curl -sS -w '\\n%{json}' URL"]
    let facts: [FactKind] = [.exchange]
    /// A health endpoint says little; a file larger than the preamble is none.
    private static let limit = 262_144

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard preamble.isWhole, let start = Self.start(in: preamble.text) else { return nil }
        let tail = preamble.text[start...]
        guard HTTPStatusLine(preamble.lines(1).first ?? "") == nil, Self.holds("\"http_code\":", tail),
            Self.holds("\"url_effective\":", tail), Self.holds("\"num_redirects\":", tail)
        else { return nil }
        return Recognition(dialect: id, because: "its last object has `http_code` and `url_effective`")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        let text = try source.preamble(limit: Self.limit).text
        guard let start = Self.start(in: text), !Self.holds("\"url_effective\":", text[..<start]) else {
            throw problem("it holds not just one transfer")
        }
        let json = JSONReader(ByteSource(bytes: Array(text[start...])))
        let node = try json.value()
        try json.end()
        guard let status = node["http_code"]?.number.flatMap({ Int($0) }),
            let redirects = node["num_redirects"]?.number.flatMap({ Int($0) }),
            let exitCode = node["exitcode"]?.number.flatMap({ Int($0) })
        else { throw problem("`http_code`, `num_redirects` or `exitcode` is not there") }
        var exchange = HTTPExchange(status: status, line: 1 + text[..<start].count { $0 == 10 })
        exchange.redirects = redirects
        exchange.url = node["url_effective"]?.string.flatMap(WebAddress.init)?.description
        exchange.contentType = node["content_type"]?.string
        exchange.bodyBytes = node["size_download"]?.number.flatMap { Int($0) }
        var body = BodyStart()
        Array(text[..<start]).withUnsafeBufferPointer { body.take(Bytes($0).trimmed) }
        exchange.isHTML = body.isHTML
        exchange.health = exchange.isJSON ? body.health : nil
        if exitCode != 0 {
            exchange.error = "curl ended with \(exitCode): \(node["errormsg"]?.string ?? "no reason given")"
        } else if let result = node["ssl_verify_result"]?.number, result != "0" {
            exchange.error = "the certificate was not verified (\(result))"
        }
        try emit(.exchange(exchange))
        return Reading()
    }

    /// Where curl's own object begins: it is flat, and quotes inside its texts are escaped, so nothing in it looks alike.
    private static func start(in text: [UInt8]) -> Int? {
        var index = text.count - 2
        while index >= 0 {
            if text[index] == 123, text[index + 1] == 34 { return index }
            index -= 1
        }
        return nil
    }

    private static func holds(_ word: String, _ text: ArraySlice<UInt8>) -> Bool {
        let word = Array(word.utf8)
        return text.indices.contains { text[$0] == 34 && text[$0...].starts(with: word) }
    }

    private func problem(_ message: String) -> StreamProblem {
        StreamProblem(
            id: "curl.write-out", message: message, advice: "Run `curl -sS -w '\\n%{json}' URL` with one URL a file.",
            line: 1)
    }
}
