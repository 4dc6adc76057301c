package import Model
package import Streams

/// Issues as Jira's issue navigator exports them to CSV, with English column names (FORMATS-OPS.md §2.4).
///
/// Its dates are in the zone and language of whoever exported them, so none is taken over.
package struct JiraCSV: EvidenceFormat {
    package let id = "jira-csv"
    package let title = "Jira issues, as CSV"
    package let producedBy = ["Jira: Filters, Export, CSV (all fields)"]
    package let facts: [FactKind] = [.issue, .gap]
    /// Server cuts an export at this number of issues without a word.
    private static let serverLimit = 1_000

    package init() {}

    package func recognise(_ preamble: borrowing Preamble) -> Recognition? {
        guard preamble.json == nil, preamble.xml == nil, let header = preamble.lines(1).first else { return nil }
        let cells = header.utf8.split { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ";") || $0 == 0x09 }
            .map { cell in String(decoding: cell.filter { $0 != UInt8(ascii: "\"") }, as: UTF8.self) }
        if cells.contains("Issue key"), cells.contains("Summary") || cells.contains("Issue id") {
            return Recognition(dialect: "jira-csv", because: "the header has the column `Issue key`")
        }
        let localised: Set<String> = [
            "Vorgangsschlüssel", "Clé de ticket", "Clé de demande", "Clave de incidencia", "Chave da item",
            "Chave do item",
            "Chiave segnalazione", "Issuesleutel", "課題キー", "Ключ задачи", "Ключ запроса",
        ]
        guard let name = cells.first(where: localised.contains) else { return nil }
        return Recognition(dialect: "jira-csv/localised", because: "the header has the column `\(name)`")
    }

    package func read(_ source: ByteSource, as dialect: String, emit: (Fact) throws -> Void) throws -> Reading {
        guard dialect == "jira-csv" else {
            throw StreamProblem(
                id: "jira-csv.language", message: "the columns are not named in English",
                advice: "Set the language of your Jira profile to English and export again, or collect JSON.", line: 1)
        }
        var columns: [Column]?
        var count = 0
        var last = 1
        let reader = CSVReader(source)
        try reader.read { row in
            if row.isBlank { return }
            last = row.line
            guard let known = columns else {
                columns = Column.all(in: row)
                return
            }
            guard row.count == known.count else {
                throw StreamProblem(
                    id: "jira-csv.row-width",
                    message: "the row has \(row.count) cells where the header has \(known.count)",
                    advice: "Export it again: the file is cut off or was edited.", line: row.line)
            }
            try emit(.issue(try Column.issue(row, known)))
            count += 1
        }
        guard reader.endedWithNewline else {
            throw StreamProblem(
                id: "jira-csv.truncated", message: "the last row has no line end, so it may be cut off",
                advice: "Export it again.", line: last)
        }
        if count == Self.serverLimit {
            try emit(.gap(EvidenceGap(reason: "exactly \(count) issues: Jira stops there without a word", line: last)))
        }
        return Reading()
    }
}

/// What a column of the export means.
private enum Column {
    case key, type, summary, status, category, resolution, fixVersion, comment, other
    case link(String)

    static func all(in header: borrowing CSVRow) -> [Column] {
        var columns: [Column] = []
        for index in 0..<header.count { columns.append(Column(header[index].trimmed)) }
        return columns
    }

    private init(_ name: Bytes) {
        switch name {
        case "Issue key": self = .key
        case "Issue Type": self = .type
        case "Summary": self = .summary
        case "Status": self = .status
        case "Status Category": self = .category
        case "Resolution": self = .resolution
        case "Fix versions", "Fix Version/s", "Fix Version", "Fix version": self = .fixVersion
        case "Comment", "Comments": self = .comment
        default:
            guard name.hasSuffix(")"), let open = name.firstIndex(of: UInt8(ascii: "(")) else {
                self = .other
                return
            }
            // The export gives the link type's name and not its verbs.
            let type = name[open + 1..<name.count - 1].string
            if name.hasPrefix("Outward issue link (") {
                self = .link(type)
            } else if name.hasPrefix("Inward issue link (") {
                self = .link("inward \(type)")
            } else {
                self = .other
            }
        }
    }

    static func issue(_ row: borrowing CSVRow, _ columns: [Column]) throws -> Issue {
        var issue = Issue(key: "", line: row.line)
        for index in 0..<row.count {
            let cell = row[index]
            if cell.isEmpty { continue }
            switch columns[index] {
            case .key: issue.key = cell.trimmed.string
            case .type: issue.type = cell.string
            case .summary: issue.summary = cell.string
            case .status: issue.status = cell.string
            case .category: issue.statusCategory = category(cell)
            case .resolution: issue.resolution = cell == "Unresolved" ? nil : cell.string
            case .fixVersion: issue.fixVersions.append(cell.string)
            case .link(let relation): issue.links.append(Issue.Link(relation: relation, key: cell.trimmed.string))
            case .comment: issue.comments.append(comment(cell))
            case .other: break
            }
        }
        guard JiraKey.isKey(issue.key) else { throw JiraProblem.incomplete("key", row.line) }
        return issue
    }

    private static func category(_ cell: Bytes) -> Issue.StatusCategory {
        switch cell {
        case "To Do": .new
        case "In Progress": .indeterminate
        case "Done": .done
        default: .unknown
        }
    }

    /// `date;account;text`, where the text may hold anything.
    private static func comment(_ cell: Bytes) -> Issue.Comment {
        let separator = UInt8(ascii: ";")
        guard let date = cell.firstIndex(of: separator), let author = cell.firstIndex(of: separator, from: date + 1)
        else {
            return Issue.Comment(author: "", created: nil, updated: nil, text: WikiText.plain(cell.string))
        }
        return Issue.Comment(
            author: cell[date + 1..<author].string, created: nil, updated: nil,
            text: WikiText.plain(cell.suffix(from: author + 1).string))
    }
}
