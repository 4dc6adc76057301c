import ArgumentParser
import Model
import Reports

/// The published JSON Schemas.
struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print a JSON Schema: release, rules, waivers, meta or pack.")

    @Argument(help: "Which schema.")
    var name: String

    func run() throws {
        var schemas: [String: JSONValue] = [:]
        schemas["pack"] = PackSchema.document
        guard let schema = schemas[name] else {
            Terminal.warn(
                "there is no schema '\(Terminal.inert(name))'; there are \(schemas.keys.sorted().joined(separator: ", "))"
            )
            throw ExitStatus.usage.code
        }
        Terminal.put(schema.pretty)
    }
}
