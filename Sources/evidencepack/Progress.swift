import Synchronization

/// How far reading has come, on standard error where that is a terminal: only when it takes long, ten times a second at
/// most, and gone when it is done.
final class Progress: Sendable {
    private struct State {
        var read: Int64 = 0
        var next: ContinuousClock.Instant
        var isShown = false
    }

    private let total: Int64
    private let state: Mutex<State>

    /// - Parameter total: bytes that are to be read.
    init(total: Int64) {
        self.total = total
        state = Mutex(State(next: .now + .milliseconds(700)))
    }

    /// Says that so many bytes more were read.
    func take(_ bytes: Int) {
        state.withLock { state in
            state.read += Int64(bytes)
            let now = ContinuousClock.now
            guard now >= state.next else { return }
            state.next = now + .milliseconds(100)
            state.isShown = true
            Terminal.control("\r\(Self.text(state.read, of: total))\u{1B}[K")
        }
    }

    /// Removes the line.
    func clear() {
        state.withLock { state in
            if state.isShown { Terminal.control("\r\u{1B}[K") }
            state.isShown = false
            // Whoever still reads shows nothing more.
            state.next = .now + .seconds(1_000_000)
        }
    }

    /// `reading evidence: 512 of 1,300 MB`; short enough for any terminal. A file that is read twice counts twice, so the first
    /// number is held at the second.
    static func text(_ read: Int64, of total: Int64) -> String {
        let (unit, name): (Int64, String) = total < 10_000_000 ? (1_000, "kB") : (1_000_000, "MB")
        return "reading evidence: \(min(read, total) / unit) of \(total / unit) \(name)"
    }
}
