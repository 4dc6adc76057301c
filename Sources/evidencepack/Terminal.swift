import ArgumentParser
import Glibc
import Model

/// What is printed: results to standard output, problems to standard error; secrets are masked whatever they come from;
/// colour and line breaks only where a person looks.
enum Terminal {
    /// Standard output.
    static func say(_ line: TerminalLine = "") { write(line, to: STDOUT_FILENO) }

    /// Standard error.
    static func warn(_ line: TerminalLine) { write(line, to: STDERR_FILENO) }

    static func warn(_ problem: Problem) { warn("\(problem)") }

    /// What is said beside a command that follows goes to standard error: standard output is the command's.
    static func say(_ lines: [TerminalLine], isBesideCommand: Bool = false) {
        for line in lines { write(line, to: isBesideCommand ? STDERR_FILENO : STDOUT_FILENO) }
    }

    /// JSON to standard output, or beside a command to standard error. What a terminal or a CI log might act on is
    /// written as JSON escapes, which mean the same.
    static func put(json: [UInt8], isBesideCommand: Bool = false) {
        var out = String.UnicodeScalarView()
        for scalar in String(decoding: json, as: UTF8.self).unicodeScalars {
            let isControl = (0x7F..<0xA0).contains(scalar.value)
            if isControl || (scalar == "#" && out.last == "#") {
                out.append(contentsOf: "\\u00\(String(scalar.value, radix: 16))".unicodeScalars)
            } else {
                out.append(scalar)
            }
        }
        write(String(out), to: isBesideCommand ? STDERR_FILENO : STDOUT_FILENO)
    }

    /// A text of ours as it is, to standard output.
    static func put(_ text: String) { write(text, to: STDOUT_FILENO) }

    /// Commands for the CI system that runs this, escaped by whoever made them, to standard error.
    static func command(_ lines: [String]) {
        for line in lines { write(line + "\n", to: STDERR_FILENO) }
    }

    /// A control sequence or a line that is written over, to standard error.
    static func control(_ text: String) { write(text, to: STDERR_FILENO) }

    /// Whether standard error is a terminal that can go back in a line.
    static var showsProgress: Bool { isCapable(STDERR_FILENO) }

    /// Columns of the terminal behind a descriptor; `nil` where there is none.
    static func width(_ descriptor: Int32) -> Int? {
        guard isatty(descriptor) == 1 else { return nil }
        if let columns = Surroundings.variable("COLUMNS").flatMap({ Int($0) }), columns > 0 { return max(columns, 20) }
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return max(Int(size.ws_col), 20)
    }

    private static func isCapable(_ descriptor: Int32) -> Bool {
        isatty(descriptor) == 1 && !["", "dumb"].contains(Surroundings.variable("TERM") ?? "")
    }

    /// As no-color.org says, any value but an empty one turns colour off.
    private static func isColoured(_ descriptor: Int32) -> Bool {
        isCapable(descriptor) && (Surroundings.variable("NO_COLOR") ?? "").isEmpty
    }

    private static func write(_ line: TerminalLine, to descriptor: Int32) {
        let text = line.rendered(width: width(descriptor), isColoured: isColoured(descriptor))
        write(text + "\n", to: descriptor)
    }

    /// The one way out.
    private static func write(_ text: String, to descriptor: Int32) {
        write(Array(SecretMasker.mask(text).utf8), to: descriptor)
    }

    /// A reader that went away is no fault of ours; a standard output that cannot take what it was to hold is.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        let usual = signal(SIGPIPE, SIG_IGN)
        defer { signal(SIGPIPE, usual) }
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count > 0 { written += count }
            guard count < 0, errno != EINTR else { continue }
            guard descriptor == STDOUT_FILENO, errno != EPIPE else { return }
            let reason = String(cString: strerror(errno))
            warn("standard output cannot be written: \(reason)")
            exit(ExitStatus.cannotWrite.rawValue)
        }
    }
}
