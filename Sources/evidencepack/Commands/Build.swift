import ArgumentParser
import Model
import Promotion
import Reports

/// The main job: evidence in, pack out.
struct Build: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Read the evidence, evaluate every item, and write the evidence pack.",
        discussion: """
            `evidencepack build my-release --out out` writes out/VERSION/: open index.html there, junit.xml and pack.sarif are
            for CI, SHA256SUMS tells whether the pack is whole. It exits 0 whatever the verdict: `gate` stops a pipeline.

            In GitHub Actions it also prints annotations, and adds the pack to the job's summary.
            """)

    @OptionGroup var evaluation: Evaluation

    @Option(
        help: "The folder that receives the pack, as a folder named like the version.",
        completion: .directory)
    var out = "out"

    @Option(
        help: "An SSH key that signs SHA256SUMS; anybody verifies it by `ssh-keygen -Y verify`.", completion: .file())
    var key: String?

    @Option(
        help:
            "Where the page's style stands: `single` within it, `split` in pack.css beside it, for viewers such as Jenkins."
    )
    var layout = PageLayout.single

    @Option(
        help: "A folder with templates of your own; `evidencepack templates DIR` makes one to start from.",
        completion: .directory)
    var templates: String?

    @Option(
        help: "An earlier pack of the train, e.g. out/1.50.2: what changed since is shown, what got looser first.",
        completion: .directory)
    var previous: String?

    @Flag(help: "Print the pack as JSON instead of the summary.")
    var json = false

    func run() async throws {
        // Read first: the folder may be the one that is written.
        let earlier = try await Evaluation.reporting { try previous.map(ComparedPack.verified) }
        let templates = try await Evaluation.reporting { try self.templates.map(CustomTemplates.init) }
        var pack = try await evaluation.pack()
        pack.templates = templates?.files ?? []
        if let earlier {
            let bytes = PackDocument().render(pack)
            pack.changes = PackComparison.changes(
                from: earlier, to: try await Evaluation.reporting { try ComparedPack(bytes) })
        }
        let kinds = Dictionary(Reference.kinds.map { ($0.name, $0.summary) }) { first, _ in first }
        let files = try PackDocuments.render(
            pack, with: templates?.templates ?? .builtIn, layout: layout, kinds: kinds, sha256: PackFolder.sha256)
        try await Evaluation.reporting {
            let signature =
                if let key { try await KeySigning.sign(PackFolder.manifest(of: files), with: key) } else {
                    nil as [UInt8]?
                }
            try PackFolder.write(files, signature: signature, as: pack.release.version, into: out)
        }
        if json {
            Terminal.put(json: files["pack.json"] ?? [])
        } else {
            Summary(pack: pack, digest: PackFolder.digest(of: files)).print()
            if let templates {
                Terminal.say()
                Terminal.say("\(templates.sentence)")
            }
            Terminal.say()
            Terminal.say("written: \(out)/\(pack.release.version)/index.html and \(files.count) other files")
        }
        Actions.report(pack.gates.first { !$0.isOpen } ?? pack.gates.last, of: pack, in: evaluation.release)
    }
}

extension PageLayout: ExpressibleByArgument {}
