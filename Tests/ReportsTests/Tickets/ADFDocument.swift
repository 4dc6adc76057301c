import Streams

/// Checks a document against those nodes of the Atlassian Document Format that we use, each with all that it may hold.
struct ADFDocument {
    private(set) var faults: [String] = []
    /// All texts that are marked as code.
    private(set) var codes: [String] = []
    private(set) var texts: [String] = []

    private static let blocks: Set = ["paragraph", "bulletList", "codeBlock", "table"]
    /// By parent, the types that it may hold.
    private static let children: [String: Set<String>] = [
        "doc": blocks.union(["panel", "heading", "expand"]), "panel": ["paragraph"], "heading": ["text"],
        "paragraph": ["text"], "bulletList": ["listItem"], "listItem": ["paragraph"], "table": ["tableRow"],
        "tableRow": ["tableHeader", "tableCell"], "tableHeader": ["paragraph"], "tableCell": ["paragraph"],
        "expand": ["paragraph", "bulletList"], "codeBlock": ["text"],
    ]

    init(_ document: [UInt8]) {
        do {
            let root = try JSONReader(ByteSource(bytes: document)).value()
            if root["type"]?.string != "doc" || root["version"]?.number != "1" {
                faults.append("no document of version 1")
            }
            check(root)
        } catch {
            faults.append("\(error)")
        }
    }

    private mutating func check(_ node: JSONNode) {
        let type = node["type"]?.string ?? ""
        guard case .object(let members) = node else { return faults.append("no node") }
        let keys = Set(members.map(\.0))
        if type == "text" { return checkText(node, keys) }
        guard let allowed = Self.children[type] else { return faults.append("a node of type \(type)") }
        var expected: Set = ["type", "content"]
        switch type {
        case "doc": expected.insert("version")
        case "panel": expect(node, "panelType", in: ["error", "warning", "success", "info"], &expected)
        case "expand": if node["attrs"]?["title"]?.string != nil { expected.insert("attrs") }
        case "heading", "codeBlock": expected.insert("attrs")
        default: break
        }
        if keys != expected { faults.append("\(type) has \(keys.sorted())") }
        let content = node["content"]?.elements ?? []
        let mayBeEmpty = ["paragraph", "doc"].contains(type)
        if content.isEmpty, !mayBeEmpty { faults.append("an empty \(type)") }
        for child in content {
            let name = child["type"]?.string ?? ""
            if !allowed.contains(name) { faults.append("\(name) in \(type)") }
            check(child)
        }
    }

    private mutating func expect(_ node: JSONNode, _ key: String, in values: Set<String>, _ expected: inout Set<String>)
    {
        expected.insert("attrs")
        if !values.contains(node["attrs"]?[key]?.string ?? "") { faults.append("\(key) is wrong") }
    }

    private mutating func checkText(_ node: JSONNode, _ keys: Set<String>) {
        let text = node["text"]?.string ?? ""
        if text.isEmpty { faults.append("an empty text") }
        if !keys.isSubset(of: ["type", "text", "marks"]) { faults.append("text has \(keys.sorted())") }
        let marks = node["marks"]?.elements?.map { $0["type"]?.string ?? "" } ?? []
        switch marks {
        case []: texts.append(text)
        case ["strong"]: texts.append(text)
        case ["code"]: codes.append(text)
        default: faults.append("marks \(marks)")
        }
        if text.unicodeScalars.contains(where: { $0.value < 32 && $0 != "\n" }) { faults.append("a control character") }
    }
}
