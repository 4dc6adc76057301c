/// Where something stands in a file: as far as known, path, line, column, byte and JSON pointer.
package struct Place: Sendable, Hashable {
    /// Path relative to the release folder.
    package var path: String
    /// 1-based.
    package var line: Int?
    /// 1-based, in bytes.
    package var column: Int?
    /// 0-based.
    package var byteOffset: Int64?
    /// RFC 6901.
    package var pointer: String?

    package init(_ path: String, line: Int? = nil, column: Int? = nil, byteOffset: Int64? = nil, pointer: String? = nil)
    {
        self.path = path
        self.line = line
        self.column = column
        self.byteOffset = byteOffset
        self.pointer = pointer
    }
}

extension Place: CustomStringConvertible {
    /// `path:line:column`, the form editors jump to.
    package var description: String {
        var text = path
        if let line { text += ":\(line)" }
        if line != nil, let column { text += ":\(column)" }
        if line == nil, let byteOffset { text += ": byte \(byteOffset)" }
        return text
    }
}

/// Something wrong in the configuration or in a file: what, where, and what to do about it.
package struct Problem: Error, Sendable, Hashable {
    /// Stable, documented id such as `rules.unknown-key`.
    package internal(set) var id: String
    package internal(set) var message: String
    package internal(set) var place: Place
    package internal(set) var advice: String

    package init(_ id: String, _ message: String, at place: Place, advice: String) {
        self.id = id
        self.message = message
        self.place = place
        self.advice = advice
    }
}

extension Problem: CustomStringConvertible {
    package var description: String { "\(place): \(id): \(message). \(advice)" }
}

/// All problems of a configuration at once, sorted by place.
package struct ConfigurationProblems: Error, Sendable {
    package let problems: [Problem]

    package init(_ problems: [Problem]) {
        self.problems = problems.sorted {
            ($0.place.path, $0.place.line ?? 0, $0.place.column ?? 0, $0.id, $0.message)
                < ($1.place.path, $1.place.line ?? 0, $1.place.column ?? 0, $1.id, $1.message)
        }
    }
}

/// The word of `candidates` that `word` was probably meant to be, for a "did you mean".
package func nearest(_ word: String, among candidates: [String]) -> String? {
    func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var row = Array(0...b.count)
        for (i, left) in a.enumerated() {
            var previous = row[0]
            row[0] = i + 1
            for (j, right) in b.enumerated() {
                let cost = left == right ? previous : min(previous, row[j], row[j + 1]) + 1
                previous = row[j + 1]
                row[j + 1] = cost
            }
        }
        return row[b.count]
    }
    let bytes = Array(word.utf8.prefix(64))
    let best = candidates.map { ($0, distance(bytes, Array($0.utf8.prefix(64)))) }.min { ($0.1, $0.0) < ($1.1, $1.0) }
    guard let best, best.1 <= max(2, bytes.count / 3) else { return nil }
    return best.0
}
