import ArgumentParser
import Model
import Policies
import Reports

/// The published JSON Schemas.
struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print a JSON Schema: release, rules, waivers, meta, pack or gate.")

    @Argument(help: "Which schema.")
    var name: String

    func run() throws {
        let outputs = ["gate": PackSchema.gateDocument, "pack": PackSchema.document]
        let names = (PublishedSchemas.names + outputs.keys).sorted()
        guard let schema = outputs[name] ?? PublishedSchemas.schema(named: name) else {
            Terminal.warn("there is no schema '\(name)'; there are \(names.joined(separator: ", "))")
            throw ExitStatus.usage.code
        }
        Terminal.put(json: schema.pretty)
    }
}
