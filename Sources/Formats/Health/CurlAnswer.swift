internal import Model
internal import Streams

/// What `curl -i` prints: the header of each answer on the way, then the body of the last one.
struct CurlAnswer: EvidenceFormat {
    let id = "curl-include"
    let title = "Answer of curl -i"
    let producedBy = ["curl -sS -i URL"]
    let facts: [FactKind] = [.exchange]

    func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard let first = preamble.lines(1).first else { return nil }
        if HTTPStatusLine(first) != nil {
            return Recognition(dialect: id, because: "it begins with an HTTP status line")
        }
        guard CurlError(first) != nil else { return nil }
        return Recognition(dialect: "\(id)/error", because: "it begins with an error of curl")
    }

    func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        var scan = CurlScan()
        try LineReader(source, stripping: false).read { line in try scan.take(line.bytes, line.number) }
        let exchange = try scan.finish()
        try emit(.exchange(exchange))
        return Reading(producedAt: exchange.answeredAt)
    }
}

/// `HTTP/1.1 200 OK`, `HTTP/2 200`
struct HTTPStatusLine {
    let status: Int
    let reason: String

    init?(_ line: String) {
        guard line.utf8.starts(with: "HTTP/".utf8) else { return nil }
        let words = line.utf8.split(separator: 32, maxSplits: 2)
        guard words.count >= 2, words[1].count == 3, let status = Int(String(decoding: Array(words[1]), as: UTF8.self)),
            ["HTTP/1.0", "HTTP/1.1", "HTTP/2", "HTTP/3"].contains(String(decoding: Array(words[0]), as: UTF8.self))
        else { return nil }
        self.status = status
        reason = words.count > 2 ? String(decoding: Array(words[2]), as: UTF8.self) : ""
    }
}

/// `curl: (7) Failed to connect …`
struct CurlError {
    let message: String

    init?(_ line: String) {
        guard line.utf8.starts(with: "curl: (".utf8) else { return nil }
        message = String(line.unicodeScalars.prefix(200))
    }
}

/// The state of reading curl's output, line by line.
private struct CurlScan {
    private enum Part { case status, header, body }

    private var part = Part.status
    private var exchange = HTTPExchange(status: 0, line: 1)
    private var reason = ""
    private var redirects = 0
    private var isEncoded = false
    private var length: Int?
    private var body = BodyStart()

    mutating func take(_ line: Bytes, _ number: Int) throws {
        if let error = CurlError(line.prefix(300).string) {
            exchange.error = exchange.error ?? error.message
            return
        }
        switch part {
        case .status:
            guard let status = HTTPStatusLine(line.prefix(200).string) else {
                // Without an answer curl has only its error to show, and what `-w` asked for.
                if exchange.error != nil { return }
                throw problem("a status line of HTTP should stand here", number)
            }
            open(status, number)
        case .header:
            if line.trimmed.isEmpty { part = .body } else { header(line) }
        case .body:
            if body.count == 0, mayGoOn, let status = HTTPStatusLine(line.prefix(200).string) {
                if (300..<400).contains(exchange.status) { redirects += 1 }
                return open(status, number)
            }
            body.take(line)
        }
    }

    private mutating func open(_ status: HTTPStatusLine, _ number: Int) {
        let error = exchange.error
        exchange = HTTPExchange(status: status.status, line: number)
        (exchange.error, reason, isEncoded, length, part) = (error, status.reason, false, nil, .header)
    }

    /// Whether another answer may follow this one; behind any other, what looks like a status line is the body's.
    private var mayGoOn: Bool {
        switch exchange.status {
        case 100..<200, 300..<400, 401, 407: true
        case 200: reason.lowercased() == "connection established"
        default: false
        }
    }

    private mutating func header(_ line: Bytes) {
        guard let colon = line.firstIndex(of: 58) else { return }
        let value = line.suffix(from: colon + 1).trimmed
        let name = line.prefix(colon)
        if name.equalsIgnoringASCIICase("date") {
            exchange.answeredAt = Instant(httpDate: value.string)
        } else if name.equalsIgnoringASCIICase("content-type") {
            exchange.contentType = value.prefix(100).string
        } else if name.equalsIgnoringASCIICase("server") {
            exchange.server = value.prefix(100).string
        } else if name.equalsIgnoringASCIICase("content-length") {
            length = value.int
        } else if name.equalsIgnoringASCIICase("content-encoding") {
            isEncoded = true
        }
    }

    mutating func finish() throws -> HTTPExchange {
        guard part == .body || exchange.error != nil else { throw problem("the header of the answer is not closed", 1) }
        exchange.redirects = redirects
        exchange.bodyBytes = body.count
        exchange.isHTML = body.isHTML
        exchange.health = exchange.isJSON ? body.health : nil
        let isShort = length.map { body.count > 0 && body.count < $0 && !isEncoded } ?? false
        if isShort || body.isCutJSON, exchange.error == nil {
            throw problem("the body breaks off after \(body.count) bytes\(length.map { " of \($0)" } ?? "")", 1)
        }
        return exchange
    }

    private func problem(_ message: String, _ line: Int) -> StreamProblem {
        StreamProblem(
            id: "curl.answer", message: message, advice: "Keep the whole output of `curl -sS -i URL`.", line: line)
    }
}
