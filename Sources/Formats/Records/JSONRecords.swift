internal import Model
internal import Streams

/// A JSON pointer (RFC 6901) in which `*` is every element of a list or every member of an object.
struct JSONRecordPath {
    /// Unescaped; `nil` is `*`.
    let steps: [String?]

    /// `nil` if the text is no pointer. A member without a name at the very top is none either: `//case` is XPath.
    init?(_ text: String) {
        guard text.isEmpty || text.utf8.starts(with: "/".utf8), !text.utf8.starts(with: "//".utf8) else { return nil }
        var steps: [String?] = []
        for part in text.unicodeScalars.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
            let escaped = String(part)
            let bytes = Array(escaped.utf8)
            for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "~") {
                guard index + 1 < bytes.count, bytes[index + 1] == 48 || bytes[index + 1] == 49 else { return nil }
            }
            steps.append(escaped == "*" ? nil : escaped.replacing("~1", with: "/").replacing("~0", with: "~"))
        }
        self.steps = steps
    }
}

/// Records of JSON documents, one document after the other.
struct JSONRecords {
    let json: JSONReader
    let fields: [String]

    func read(_ rows: String?, _ emit: (Fact) throws -> Void) throws {
        let path = rows.map(JSONRecordPath.init)
        if case .some(nil) = path {
            throw RecordsReader.refused("no-pointer", "`rows` is no JSON pointer, and the file is JSON", 1)
        }
        while try json.nextDocument() {
            if let steps = path??.steps {
                try walk(steps[...], emit)
            } else if try json.kind() == .array {
                try json.array { _ in try record(emit) }
            } else {
                try record(emit)
            }
        }
    }

    /// Goes along the path from the next value; what the path does not find there is a gap.
    private func walk(_ steps: ArraySlice<String?>, _ emit: (Fact) throws -> Void) throws {
        guard let step = steps.first else { return try record(emit) }
        let rest = steps.dropFirst()
        let (line, pointer, kind) = (json.line, json.pointer, try json.kind())
        var isFound = false
        switch (kind, step) {
        case (.array, nil):
            isFound = true
            try json.array { _ in try walk(rest, emit) }
        case (.object, nil):
            isFound = true
            try json.object { _ in try walk(rest, emit) }
        case (.array, let name?):
            let index = Int(name).flatMap { String($0) == name && $0 >= 0 ? $0 : nil }
            try json.array { position in
                guard position == index else { return }
                isFound = true
                try walk(rest, emit)
            }
        case (.object, let name?):
            let wanted = Array(name.utf8)
            try json.object { key in
                guard key.buffer.elementsEqual(wanted) else { return }
                isFound = true
                try walk(rest, emit)
            }
        default: try json.skip()
        }
        guard !isFound else { return }
        let missing = step.map { "`\($0)`" } ?? "list"
        try emit(.gap(EvidenceGap(reason: "there is no \(missing) at `\(pointer)`, where rows were to be", line: line)))
    }

    private func record(_ emit: (Fact) throws -> Void) throws {
        let (line, pointer) = (json.line, json.pointer)
        let node = try json.value()
        var values: [String: Record.Value] = [:]
        for name in fields { values[name] = value(name, of: node) }
        try emit(.record(Record(fields: values, line: line, pointer: pointer)))
    }

    /// A member by its name, else by a pointer inside the record; `.` is the record itself.
    private func value(_ name: String, of node: JSONNode) -> Record.Value? {
        if let member = node[name] { return value(member) }
        if name == "." { return value(node) }
        guard name.utf8.first == UInt8(ascii: "/"), let steps = JSONRecordPath(name)?.steps else { return nil }
        var current = node
        for step in steps {
            guard let step else { return .other }
            let index = Int(step).flatMap { String($0) == step ? $0 : nil }
            if let elements = current.elements, let index, elements.indices.contains(index) {
                current = elements[index]
            } else if let member = current[step] {
                current = member
            } else {
                return nil
            }
        }
        return value(current)
    }

    private func value(_ node: JSONNode) -> Record.Value {
        switch node {
        case .string(let text): .text(text)
        case .number(let text): ExactDecimal(text).map { .number($0) } ?? .other
        case .bool(let flag): .flag(flag)
        case .null: .null
        case .object, .array: .other
        }
    }
}
