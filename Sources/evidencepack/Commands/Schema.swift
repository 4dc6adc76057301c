import ArgumentParser
import Model
import Policies
import Reports

/// The published JSON Schemas.
struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print a JSON Schema: release, rules, waivers, meta or pack.")

    @Argument(help: "Which schema.")
    var name: String

    func run() throws {
        let names = (PublishedSchemas.names + ["pack"]).sorted()
        guard let schema = name == "pack" ? PackSchema.document : PublishedSchemas.schema(named: name) else {
            Terminal.warn("there is no schema '\(Terminal.inert(name))'; there are \(names.joined(separator: ", "))")
            throw ExitStatus.usage.code
        }
        Terminal.put(schema.pretty)
    }
}
