/// Turns a template and its partials into nodes, and refuses every name and place that is not allowed.
struct TemplateParser {
    private let library: TemplateLibrary
    private var position: TemplatePosition
    private var scopes: [TemplateShape]
    private var openFiles: [String] = []

    /// - Throws: `TemplateProblem` for the first thing that is wrong.
    /// - Returns: the nodes, and the position at the end.
    static func parse(_ name: String, in library: TemplateLibrary, shape: TemplateShape) throws(TemplateProblem)
        -> ([TemplateNode], TemplatePosition)
    {
        guard let position = TemplatePosition(file: name) else {
            throw TemplateProblem(
                file: name, line: 1, column: 1, message: "a template's name ends in .html, .md or .txt")
        }
        var parser = TemplateParser(library: library, position: position, scopes: [shape])
        let nodes = try parser.parseFile(name, from: nil)
        if case .markdown(let position) = parser.position, position.depth != 0 {
            throw TemplateProblem(file: name, line: 1, column: 1, message: "details are opened and closed unevenly")
        }
        return (nodes, parser.position)
    }

    private mutating func parseFile(_ name: String, from origin: TemplateProblem?) throws(TemplateProblem)
        -> [TemplateNode]
    {
        let missing = origin ?? TemplateProblem(file: name, line: 1, column: 1, message: "there is no such template")
        guard let bytes = library[name], !openFiles.contains(name) else { throw missing }
        if case .markdown = position, let offset = MarkdownPosition.foreignHTML(in: bytes) {
            let (line, column) = bytes[..<offset].place
            throw TemplateProblem(
                file: name, line: line, column: column,
                message: "the only HTML in Markdown is <details> and <summary>, each on a line of its own")
        }
        openFiles.append(name)
        defer { openFiles.removeLast() }
        var tokens = try TemplateScanner.scan(bytes, file: name)[...]
        let start = position
        let nodes = try parseNodes(&tokens, file: name, closing: nil)
        if origin != nil, position != start {
            throw TemplateProblem(
                file: name, line: 1, column: 1, message: "a partial ends in the context in which it began")
        }
        return nodes
    }

    private mutating func parseNodes(
        _ tokens: inout ArraySlice<TemplateScanner.Placed>, file: String, closing section: String?
    ) throws(TemplateProblem) -> [TemplateNode] {
        var nodes: [TemplateNode] = []
        var last = TemplateProblem(file: file, line: 1, column: 1, message: "")
        while let placed = tokens.popFirst() {
            func problem(_ message: String) -> TemplateProblem {
                TemplateProblem(file: file, line: placed.line, column: placed.column, message: message)
            }
            last = problem("")
            switch placed.token {
            case .literal(let bytes):
                try consume(bytes, at: placed, of: file)
                nodes.append(.literal(bytes))
            case .value(let name):
                let kind = try resolve(name, or: problem)
                switch kind {
                case .flag, .list: throw problem("\(name) is a section, not a value")
                default: break
                }
                switch position.slot(for: kind) {
                case .success(let slot): nodes.append(.value(name, slot))
                case .failure(let refusal): throw problem("\(name) may not stand in \(refusal.place)")
                }
                position.passTag(isValue: true)
            case .section(let name, let inverted):
                let kind = try resolve(name, or: problem)
                if let place = position.refusalOfSections { throw problem("a section may not begin in \(place)") }
                position.passSection()
                let start = position
                if case .list(let shape) = kind, !inverted { scopes.append(shape) }
                let children = try parseNodes(&tokens, file: file, closing: name)
                if case .list = kind, !inverted {
                    scopes.removeLast()
                    if position.leavesTableOpen(since: start) {
                        throw problem("a table of section \(name) needs an empty line behind it")
                    }
                }
                guard position == start else { throw problem("section \(name) ends in another context than it began") }
                position.passSection(from: start)
                nodes.append(.section(name, inverted: inverted, children))
            case .end(let name):
                guard name == section else { throw problem("{{/\(name)}} closes no section of that name") }
                if let place = position.refusalOfSections { throw problem("a section may not end in \(place)") }
                return nodes
            case .partial(let name):
                if let place = position.refusalOfPartials { throw problem("a partial may not stand in \(place)") }
                position.passTag()
                nodes += try parseFile(name, from: problem("there is no template \(name), or it includes itself"))
                position.passTag()
            }
        }
        guard let section else { return nodes }
        throw TemplateProblem(
            file: file, line: last.line, column: last.column, message: "section \(section) is never closed")
    }

    private mutating func consume(_ bytes: [UInt8], at placed: TemplateScanner.Placed, of file: String)
        throws(TemplateProblem)
    {
        do throws(Malformed) { try position.consume(bytes) } catch {
            let (line, column) = bytes[..<error.offset].place
            throw TemplateProblem(
                file: file, line: placed.line + line - 1, column: column + (line == 1 ? placed.column - 1 : 0),
                message: error.reason)
        }
    }

    private func resolve(_ name: String, or problem: (String) -> TemplateProblem) throws(TemplateProblem)
        -> TemplateShape.Kind
    {
        for scope in scopes.reversed() {
            if let kind = scope.kinds[name] { return kind }
        }
        throw problem("unknown name \(name)")
    }
}
