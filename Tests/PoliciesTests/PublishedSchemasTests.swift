import Glibc
import Model
import Policies
import Testing

@Suite struct PublishedSchemasTests {
    static let hasValidator = system("python3 -c 'import jsonschema' 2>/dev/null") == 0

    /// A document as an editor sees it: plain numbers and booleans are no texts.
    private func json(_ node: ConfigurationNode) -> JSONValue {
        switch node.content {
        case .scalar(let text, isQuoted: true): .string(text)
        case .scalar("true", _): true
        case .scalar("false", _): false
        case .scalar("", _): .null
        case .scalar(let text, _): Int(text) != nil || Double(text) != nil ? .number(text) : .string(text)
        case .sequence(let nodes): .array(nodes.map(json))
        case .mapping(let entries):
            .object(entries.map { JSONValue.Member(key: $0.key, value: json($0.value)) })
        }
    }

    /// Whether the validator accepts `document`; `nil` when it could not be run.
    private func isValid(_ document: String, schema name: String) throws -> Bool? {
        let node = try YAMLDocument.read(Array(document.utf8), path: "x.yml")
        let pair: JSONValue = [try #require(PublishedSchemas.schema(named: name)), json(node)]
        let script = """
            import json, sys, jsonschema
            schema, document = json.load(sys.stdin)
            jsonschema.Draft202012Validator.check_schema(schema)
            sys.exit(0 if jsonschema.Draft202012Validator(schema).is_valid(document) else 9)
            """
        guard let pipe = popen("exec python3 -c '\(script)'", "w") else { return nil }
        let bytes = pair.canonical
        _ = fwrite(bytes, 1, bytes.count, pipe)
        let status = pclose(pipe)
        return status == 0 ? true : (status == 9 << 8 ? false : nil)
    }

    @Test(.enabled(if: hasValidator, "python3 with jsonschema is not there"), arguments: ["release", "rules"])
    func `the starter keeps its schema, and a misspelt or missing key does not`(name: String) throws {
        let text = String(decoding: try StarterFolder.files()["\(name).yml"] ?? [], as: UTF8.self)
        #expect(try isValid(text, schema: name) == true)
        #expect(try isValid(text + "\nextra: 1\n", schema: name) == false)
        #expect(
            try isValid(
                text.split(separator: "\n").filter { !$0.hasPrefix("schema:") }.joined(separator: "\n"), schema: name)
                == false)
    }

    @Test(
        .enabled(if: hasValidator, "python3 with jsonschema is not there"),
        arguments: [
            ("rules", "max_age: 24h", "max_age: 24"), ("rules", "{critical: 0, high: 0,", "{critical: 0, hihg: 0,"),
            ("rules", "advisories-below", "advisories-bellow"), ("rules", "owner: security", "ower: security"),
            ("rules", "assurance: ticket", "assurance: none"), ("rules", "covers: \">= 24h\"", "covers: 24h"),
            ("release", "commit: 5f0c", "commit: 5F0c"), ("release", "18:00:00Z", "18:00:00"),
            ("release", "roles: [qa]", "role: [qa]"),
        ])
    func `a schema refuses what the tool refuses`(name: String, old: String, new: String) throws {
        let files = try StarterFolder.files(in: "\(name).yml", replacing: old, with: new)
        #expect(!StarterFolder.problems(files).isEmpty)
        #expect(try isValid(String(decoding: files["\(name).yml"] ?? [], as: UTF8.self), schema: name) == false)
    }

    @Test(.enabled(if: hasValidator, "python3 with jsonschema is not there")) func `waivers and sidecars have schemas`()
        throws
    {
        let fields = WaiverTests.good.map { "\($0.key): \"\($0.value)\"" }.sorted()
        let head = "schema: evidencepack/waivers/1\nwaivers:\n  - "
        #expect(try isValid(head + "{\(fields.joined(separator: ", ")), max_value: 0.2%}", schema: "waivers") == true)
        #expect(try isValid(head + "{\(fields.dropFirst().joined(separator: ", "))}", schema: "waivers") == false)
        #expect(try isValid("collected_at: 2026-11-20T10:00:00Z\nunit: ratio", schema: "meta") == true)
        #expect(try isValid("colected_at: 2026-11-20T10:00:00Z", schema: "meta") == false)
    }

    @Test func `there is a schema for each name and for no other`() {
        #expect(PublishedSchemas.names.allSatisfy { PublishedSchemas.schema(named: $0) != nil })
        #expect(PublishedSchemas.schema(named: "pack") == nil)
    }
}
