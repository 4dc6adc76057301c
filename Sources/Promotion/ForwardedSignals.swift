import Glibc
import Synchronization

private let child = Atomic<pid_t>(0)
private let caught = Atomic<Int32>(0)

/// Interruptions that reach this process while it runs a command: passed on, and remembered.
enum ForwardedSignals {
    /// The first signal that came, if one did.
    static var received: Int32? {
        let signal = caught.load(ordering: .sequentiallyConsistent)
        return signal == 0 ? nil : signal
    }

    /// From now on SIGINT, SIGTERM and SIGHUP no longer end this process; what was ignored stays ignored.
    static func begin() {
        // A reader of our own output that goes away must not end the recording.
        signal(SIGPIPE, SIG_IGN)
        // The handler must find the variables made.
        child.store(0, ordering: .sequentiallyConsistent)
        caught.store(0, ordering: .sequentiallyConsistent)
        var action = sigaction()
        action.sa_flags = SA_SIGINFO | SA_RESTART
        action.__sigaction_handler.sa_sigaction = { number, details, _ in
            _ = caught.compareExchange(expected: 0, desired: number, ordering: .sequentiallyConsistent)
            let process = child.load(ordering: .sequentiallyConsistent)
            // What the terminal sends (`si_code` above 0) the command gets by itself; terraform takes a second one for "stop at once".
            if process > 0, (details?.pointee.si_code ?? 0) <= 0 { kill(process, number) }
        }
        for number in [SIGINT, SIGTERM, SIGHUP] {
            var former = sigaction()
            sigaction(number, nil, &former)
            if former.sa_flags & SA_SIGINFO == 0,
                unsafeBitCast(former.__sigaction_handler.sa_handler, to: Int.self) == 1
            {
                continue
            }
            sigaction(number, &action, nil)
        }
    }

    /// The process that gets them; one that came before is passed on at once.
    static func forward(to process: pid_t) {
        child.store(process, ordering: .sequentiallyConsistent)
        if let received { kill(process, received) }
    }

    /// The process is no more.
    static func end() { child.store(0, ordering: .sequentiallyConsistent) }
}
