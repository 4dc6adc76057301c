import Glibc
import Model
import Streams
import Synchronization
import TestKit
import Testing

@testable import Promotion

/// Swaps the content of a plan as fast as it can: by renaming over it, by writing into it, by removing it.
private final class Swapper: Sendable {
    private let isStopped = Atomic(false)
    private let world: Sandbox

    init(_ world: Sandbox, _ contents: [[UInt8]]) {
        self.world = world
        let path = "\(world.path)/prod.plan"
        Thread.start { [self] in
            var turn = 0
            while !isStopped.load(ordering: .relaxed) {
                turn += 1
                let bytes = contents[turn % contents.count]
                switch turn % 3 {
                case 0:
                    world.write(bytes, to: "next")
                    rename("\(world.path)/next", path)
                case 1: world.write(bytes, to: "prod.plan")
                default:
                    unlink(path)
                    world.write(bytes, to: "prod.plan")
                }
            }
        }
    }

    func stop() { isStopped.store(true, ordering: .relaxed) }
}

/// A thread of its own, so that the pool of tasks has no part in the race.
private enum Thread {
    private final class Body: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    static func start(_ run: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        let body = Unmanaged.passRetained(Body(run))
        pthread_create(
            &thread, nil,
            { raw in
                guard let raw else { return nil }
                Unmanaged<Body>.fromOpaque(raw).takeRetainedValue().run()
                return nil
            }, body.toOpaque())
        pthread_detach(thread)
    }
}

@Suite struct `A sealed plan` {
    private let sandbox = Sandbox()
    private var path: String { "\(sandbox.path)/prod.plan" }

    @Test func `is what was hashed, for a child too, whenever the file is swapped: 2000 races`() throws {
        let contents = [UInt8(65), 66, 67].map { [UInt8](repeating: $0, count: 300_000) }
        sandbox.write(contents[0], to: "prod.plan")
        let swapper = Swapper(sandbox, contents)
        defer { swapper.stop() }
        var seen: Set<String> = []
        var races = 0
        for _ in 0..<200_000 where races < 2_000 {
            // A file that changes while it is read, or is not there, is refused.
            guard let sealed = try? SealedPlan(path) else { continue }
            races += 1
            seen.insert(sealed.sha256)
            if races % 2 == 0 {
                let child = Shell(executable: "/usr/bin/sha256sum", [sealed.path])
                try #require(child.out.hasPrefix(sealed.sha256), "\(child.out)\(child.err)")
            } else {
                try #require(SHA.hex(Sandbox.bytes(sealed.path) ?? []) == sealed.sha256)
            }
        }
        #expect(races == 2_000)
        #expect(seen.count >= 2, "the file was swapped meanwhile")
    }

    @Test func `cannot be written, cut, grown, unsealed or mapped for writing by anybody`() throws {
        sandbox.write(Array("plan".utf8), to: "prod.plan")
        let sealed = try SealedPlan(path)
        let descriptor = open(sealed.path, O_RDWR)
        #expect(descriptor >= 0)
        defer { close(descriptor) }
        #expect(write(descriptor, "evil", 4) < 0 && errno == EPERM)
        #expect(pwrite(descriptor, "evil", 4, 100) < 0 && errno == EPERM)
        #expect(ftruncate(descriptor, 0) < 0 && errno == EPERM)
        #expect(ftruncate(descriptor, 100) < 0 && errno == EPERM)
        #expect(posix_fallocate(descriptor, 0, 100) == EPERM)
        #expect(mmap(nil, 4, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0) == MAP_FAILED)
        #expect(open(sealed.path, O_RDWR | O_TRUNC) < 0 && errno == EPERM)
        let child = Shell("echo evil > \(sealed.path); echo evil >> \(sealed.path); cat \(sealed.path)", in: "/")
        #expect(child.out == "plan")
    }

    @Test func `is made of a plain file only, and says what else it found`() throws {
        sandbox.write(Array("plan".utf8), to: "real")
        _ = Shell("ln -s real link; mkfifo fifo; mkdir folder; echo 1 > two; ln two three", in: sandbox.path)
        for (name, words) in [
            ("link", "symbolic link"), ("fifo", "named pipe"), ("folder", "a directory"), ("none", "cannot be read"),
            ("two", "hard links"), ("", ""), ("real/", ""),
        ] {
            let given = name.isEmpty ? "" : "\(sandbox.path)/\(name)"
            let problem = #expect(throws: Problem.self, "\(name)") { try SealedPlan(given) }
            #expect(
                problem?.id == "input.plan" && (words.isEmpty || problem?.message.contains(words) == true), "\(name)")
        }
        #expect(throws: Problem.self) { try SealedPlan("/dev/zero") }
    }

    @Test func `is refused of a file that grows while it is read`() throws {
        sandbox.write([UInt8](repeating: 65, count: 4_000_000), to: "prod.plan")
        let (isStopped, file) = (Stop(), open(path, O_WRONLY | O_APPEND))
        Thread.start {
            while !isStopped.now.load(ordering: .relaxed) { _ = write(file, "x", 1) }
            close(file)
        }
        defer { isStopped.now.store(true, ordering: .relaxed) }
        var refusal: Problem?
        for _ in 0..<100 where refusal == nil {
            do { _ = try SealedPlan(path) } catch { refusal = error as? Problem }
        }
        #expect(refusal?.message.contains("the file changed while it was read") == true)
    }

    private final class Stop: Sendable { let now = Atomic(false) }
}

@Suite struct `A command behind the gate` {
    private func words(_ plan: String, _ command: String...) throws -> [String] {
        try PlanWords(plan).replaced(in: command, by: "SEALED")
    }

    @Test func `gets the sealed plan wherever a word names it, however it is spelled`() throws {
        #expect(try words("prod.plan", "terraform", "apply", "prod.plan") == ["terraform", "apply", "SEALED"])
        #expect(try words("./prod.plan", "terraform", "apply", "prod.plan").last == "SEALED")
        #expect(try words("a/prod.plan", "x", "./a//prod.plan", "a/./prod.plan") == ["x", "SEALED", "SEALED"])
        #expect(try words("/a/prod.plan", "x", "/a/prod.plan").last == "SEALED")
        #expect(try words("plan", "./plan-runner", "plan") == ["./plan-runner", "SEALED"])
    }

    @Test(arguments: [
        ["terraform", "apply"], ["prod.plan"], ["terraform", "apply", "other.plan"],
        ["terraform", "apply", "infra/prod.plan"], ["terraform", "apply", "/tmp/prod.plan"],
        ["sh", "-c", "terraform apply prod.plan"], ["sh", "-c", "terraform apply prod.plan", "prod.plan"],
        ["terraform", "apply", "-plan=prod.plan", "prod.plan"], ["terraform", "apply", "../prod.plan", "prod.plan"],
        ["terraform", "apply", "prod.plan.old"], ["prod.plan", "prod.plan"],
    ])
    func `that names no plan, or the file in a way that would read it again, is refused`(command: [String]) {
        let problem = #expect(throws: Problem.self) { try PlanWords("prod.plan").replaced(in: command, by: "SEALED") }
        #expect(problem?.id == "usage.plan")
    }
}
