/// An `http` or `https` URL in the parts that evidence is compared by; never its query, which may hold tokens.
package struct WebAddress: Sendable, Hashable {
    /// `http` or `https`.
    package let scheme: String
    /// In lower case, with a port unless it is the scheme's own.
    package let host: String
    /// `/` and what follows, up to a query or fragment.
    package let path: String
    package let hasQuery: Bool

    /// `nil` for anything else, and for a URL with a user name before its host.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard let scheme = ["https", "http"].first(where: { Self.lowered(bytes).starts(with: "\($0)://".utf8) }) else {
            return nil
        }
        let rest = bytes[(scheme.utf8.count + 3)...]
        let end = rest.firstIndex { $0 == 47 || $0 == 63 || $0 == 35 } ?? rest.endIndex
        var host = Self.lowered(Array(rest[..<end]))
        let ownPort = Array((scheme == "https" ? ":443" : ":80").utf8)
        if host.suffix(ownPort.count) == ownPort[...] { host.removeLast(ownPort.count) }
        if host.last == 46 { host.removeLast() }
        guard !host.isEmpty, host.allSatisfy({ $0 > 32 && $0 < 127 && $0 != 64 && $0 != 92 }) else { return nil }
        let tail = rest[end...]
        let stop = tail.firstIndex { $0 == 63 || $0 == 35 } ?? tail.endIndex
        self.scheme = scheme
        self.host = String(decoding: host, as: UTF8.self)
        path = stop == end ? "/" : String(decoding: tail[..<stop], as: UTF8.self)
        hasQuery = stop < tail.endIndex && tail[stop] == 63
    }

    private static func lowered(_ bytes: [UInt8]) -> [UInt8] { bytes.map { $0 >= 65 && $0 <= 90 ? $0 | 32 : $0 } }
}

extension WebAddress: CustomStringConvertible {
    /// A query is shown as its `?` alone.
    package var description: String { "\(scheme)://\(host)\(path)\(hasQuery ? "?" : "")" }
}
