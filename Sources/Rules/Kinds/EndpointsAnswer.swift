package import Model

/// The release's host answered each path with 200, by itself and with a body.
package struct EndpointsAnswer: Rule {
    private enum Content: String, CaseIterable { case json, any }

    package static let kind = "endpoints-answer"
    package static let summary =
        "Each path of the host answered over https with exactly 200 and a body that does not say otherwise, after no redirect; not an HTML page, nor the load balancer itself."
    package static let parameters = [
        Parameter("paths", .texts, required: true, "exact paths: `[/health/live, /health/ready]`"),
        Parameter("host", .text, "exact host; the `host` of release.yml unless given"),
        Parameter("content", .text, "`json` (the default) or `any`"),
    ]
    package static let example = "endpoints-answer: {paths: [/health/live, /health/ready], after: deploy.workflow}"
    package static let reads: Set<FactKind> = [.exchange]

    private let paths: [String]
    private let host: String?
    private let content: Content

    package init(_ reader: inout MappingReader) {
        _ = reader.required("paths")
        paths = reader.strings("paths") ?? []
        if paths.isEmpty || !paths.allSatisfy({ $0.utf8.first == 47 }) {
            reader.report(
                "wrong-value", "a path begins with '/'", at: reader.place(of: "paths"), "Write `paths: [/health/live]`."
            )
        }
        host = reader.string("host")
        content = reader.choice("content", Content.self) ?? .json
    }

    package func tally(path: String) -> FactsByFile { FactsByFile(path, Self.reads) }

    package func findings(_ tally: FactsByFile, in context: CheckContext) -> [Finding] {
        guard let host = host ?? context.release.host, let wanted = WebAddress("https://\(host)/") else {
            return [Finding(.unknown, "release.yml names no host", observed: "no host")]
        }
        var answers: [Answer] = []
        var findings: [Finding] = []
        for file in tally.files {
            let exchanges = file.facts.compactMap { if case .exchange(let exchange) = $0 { exchange } else { nil } }
            for exchange in exchanges {
                switch Address.of(exchange, isOnly: exchanges.count == 1, command: context.command(file.path)) {
                case .url(let url): answers.append(Answer(exchange: exchange, url: url, file: file))
                case .doubtful(let why):
                    findings.append(
                        Finding(
                            .unknown, why, observed: "HTTP \(exchange.status)", limit: "https://\(host)",
                            at: file.place(exchange.line)))
                case .elsewhere: break
                }
            }
        }
        for path in paths {
            let ours = answers.filter {
                $0.url.scheme == "https" && $0.url.host == wanted.host && $0.url.path == path && !$0.url.hasQuery
            }
            if ours.isEmpty {
                let others = Set(answers.map(\.url.description)).sorted().prefix(5).joined(separator: ", ")
                findings.append(
                    Finding(
                        .unknown,
                        "nothing shows what https://\(host)\(path) answered\(others.isEmpty ? "" : "; shown: \(others)")",
                        observed: others.isEmpty ? "no answer" : others, limit: "https://\(host)\(path)",
                        next: "curl -sS -i https://\(host)\(path)"))
            }
            findings += ours.map { finding(for: $0, in: context) }
        }
        return findings
    }

    /// What a service says of itself when it is well; any other word is not known to mean that.
    private static let wellWords: Set<String> = [
        "ok", "up", "pass", "passing", "passed", "healthy", "alive", "live", "ready", "green", "success", "running",
        "available", "operational", "true", "200",
    ]

    /// One answer and where it came from.
    private struct Answer {
        let exchange: HTTPExchange
        let url: WebAddress
        let file: FactsByFile.File
    }

    private func finding(for answer: Answer, in context: CheckContext) -> Finding {
        let (exchange, url) = (answer.exchange, answer.url)
        func finding(_ verdict: Verdict, _ message: String, _ observed: String, _ limit: String) -> Finding {
            Finding(
                verdict, "\(url) \(message)", observed: observed, limit: limit, at: answer.file.place(exchange.line),
                next: verdict == .pass ? nil : "curl -sS -i \(url)")
        }
        if let exit = context.file(answer.file.path)?.subject.exitStatus, exit != 0 {
            return finding(.fail, "was asked by a command that ended with \(exit)", "exit \(exit)", "exit 0")
        }
        if let error = exchange.error { return finding(.fail, "gave no proper answer: \(error)", error, "an answer") }
        guard exchange.status == 200, exchange.redirects == 0 else {
            let after = exchange.redirects > 0 ? " after \(counted(exchange.redirects, "redirect"))" : ""
            return finding(.fail, "answered \(exchange.status)\(after)", "\(exchange.status)\(after)", "200")
        }
        if let server = exchange.server, server.lowercased().hasPrefix("awselb") {
            return finding(.fail, "was answered by the load balancer itself (\(server))", server, "the service")
        }
        if content == .json, exchange.isHTML || !exchange.isJSON {
            let observed = exchange.isHTML ? "an HTML page" : exchange.contentType ?? "no content type"
            return finding(.fail, "answered with \(observed)", observed, "JSON")
        }
        guard let bytes = exchange.bodyBytes, bytes > 0 else {
            return finding(.unknown, "answered without a body", "0 bytes", "a body")
        }
        if let after = context.after, let time = exchange.answeredAt, time < after.end {
            return finding(.unknown, "answered \(time), before the deployment ended", "\(time)", ">= \(after.end)")
        }
        let health = exchange.health ?? StatedHealth()
        if let trouble = health.trouble {
            return finding(.unknown, "answered 200 with a body that \(trouble)", "unreadable", "JSON")
        }
        // Of a part that is not well the service itself may say that it can do without.
        let unwell = health.members.filter { !Self.wellWords.contains($0.value.lowercased()) }
        if let member = unwell.first(where: { !$0.isNested }) ?? unwell.first {
            let said = "\(member.name): \(member.value)"
            let part = member.isNested ? " of a part" : ""
            return finding(
                member.isNested ? .warn : .fail, "answered 200, but says `\(said)`\(part)", said,
                "a healthy word such as ok, up or pass")
        }
        let said = health.members.first { !$0.isNested }.map { ", saying `\($0.name): \($0.value)`" } ?? ""
        return finding(.pass, "answered 200 with \(counted(bytes, "byte"))\(said)", "200", "200")
    }
}

/// Which address an answer is from, as far as the file and its command tell.
private enum Address {
    case url(WebAddress)
    case doubtful(String)
    /// Of an archive: a request that is none of our business.
    case elsewhere

    /// Options that let curl ask another machine than the URL names, or believe any that claims to be it.
    private static let misleading = [
        "--resolve", "--connect-to", "--proxy", "--preproxy", "--socks", "--insecure", "--unix-socket",
    ]

    static func of(_ exchange: HTTPExchange, isOnly: Bool, command: [String]) -> Address {
        if let option = command.first(where: isMisleading) {
            return .doubtful("the command has `\(option)`, so nothing shows which machine answered")
        }
        if let url = exchange.url.flatMap(WebAddress.init) { return .url(url) }
        guard isOnly else { return .elsewhere }
        let urls = command.compactMap(WebAddress.init)
        guard urls.count == 1, let url = urls.first else {
            return .doubtful("nothing shows which address answered: its command names \(counted(urls.count, "URL"))")
        }
        return .url(url)
    }

    private static func isMisleading(_ word: String) -> Bool {
        if misleading.contains(where: { word.hasPrefix($0) }) || word.lowercased().hasPrefix("host:") { return true }
        let letters = word.utf8.dropFirst()
        return word.utf8.first == 45 && letters.first != 45 && letters.contains { $0 == 107 || $0 == 120 }
            && letters.allSatisfy { $0 | 32 >= 97 && $0 | 32 <= 122 }
    }
}
