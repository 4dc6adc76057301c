import Glibc
import Model

/// What is printed: text from files is neutralised, secrets are masked whatever they come from, problems go to standard
/// error.
enum Terminal {
    /// Standard output, with a newline.
    static func say(_ text: String = "") { write(text + "\n", to: STDOUT_FILENO) }

    /// Standard error, with a newline.
    static func warn(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

    static func warn(_ problem: Problem) { warn("\(inert("\(problem)"))") }

    /// Control characters, and the invisible ones that reorder text, written out; so that no file can steer a terminal or a CI log.
    static func inert(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        // Before its line breaks are written out: a secret may have some.
        for scalar in SecretMasker.mask(text).unicodeScalars {
            switch scalar.value {
            case 0..<32, 127, 0x80..<0xA0, 0x200B...0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF,
                0x2028, 0x2029:
                out += "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars
            default: out.append(scalar)
            }
        }
        let line = String(out)
        // Workflow commands of CI systems begin a line.
        return line.hasPrefix("::") || line.hasPrefix("##") ? " " + line : line
    }

    /// What is said beside a command that follows goes to standard error: standard output is the command's.
    static func write(_ text: String, isBesideCommand: Bool) {
        write(text, to: isBesideCommand ? STDERR_FILENO : STDOUT_FILENO)
    }

    /// A document to standard output.
    static func put(_ bytes: [UInt8]) { write(String(decoding: bytes, as: UTF8.self), to: STDOUT_FILENO) }

    /// The one way out.
    private static func write(_ text: String, to descriptor: Int32) {
        write(Array(SecretMasker.mask(text).utf8), to: descriptor)
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            written += count
        }
    }
}
