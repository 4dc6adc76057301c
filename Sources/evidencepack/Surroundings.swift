import Glibc

/// What surrounds the process: its environment and its three standard streams, read and mended here alone.
enum Surroundings {
    /// A variable of the environment; `nil` when it is not set.
    static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    /// Gives a standard stream that was closed to us something to stand on: else the next file that is opened would take its
    /// number, and what is printed would go into that file.
    static func openStandardStreams() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
            _ = open("/dev/null", descriptor == STDIN_FILENO ? O_RDONLY : O_WRONLY)
        }
    }
}
