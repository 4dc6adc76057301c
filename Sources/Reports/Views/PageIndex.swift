import Model
import Templates

/// What the parts of a page look up: files by path, where each stands on the page, and who holds a role.
struct PageIndex: Sendable {
    private var files: [String: EvidenceFile] = [:]
    private var anchors: [String: Fragment] = [:]
    private var people: [Release.Person] = []

    init() {}

    /// - Parameters:
    ///   - files: how many rows the table of inputs has at most.
    ///   - digest: SHA-256 in hex; paths are not ours, so that a place is named by their digest.
    init(_ pack: Pack, files most: Int, digest: (String) -> String) {
        files = Dictionary(pack.evidence.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        for row in EvidenceView.rows(of: pack.evidence, in: self, most: most) {
            anchors[row.file.path] = Fragment("ev-" + shortDigest(digest(row.file.path)))
        }
        people = pack.release.people
    }

    subscript(path: String) -> EvidenceFile? { files[path] }

    /// The row of a file in the table of inputs; `nil` when it has none.
    func anchor(of path: String) -> Fragment? { anchors[path] }

    /// The name of a person of release.yml; the id where there is none.
    func name(of person: String) -> String { people.first { $0.id == person }?.name ?? person }

    /// `engineering (Priya Nair, Jonas Weber)`
    func holders(of role: String) -> String {
        people.filter { $0.roles.contains(role) }.map(\.name).joined(separator: ", ")
    }
}
