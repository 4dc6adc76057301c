internal import Glibc

/// The stretch of a text that a reader looks at: it slides, is refilled, and grows as a long token needs.
///
/// `base[end]` is always 0 and eight bytes beyond may be loaded, so that scans stop without asking for the end.
final class Window {
    private static let chunkBytes = 1 << 18

    private let source: TextSource
    private(set) var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    /// Where the reader stands.
    var start = 0
    /// Where the text in the window ends.
    private(set) var end = 0
    private var endOfText = false
    private var passed: Int64 = 0
    // Lines are counted only up to where somebody asked, and then from there.
    private var counted = 0
    private var lineAtCounted = 1
    private var lineStart: Int64 = 0

    init(_ source: TextSource) {
        self.source = source
        capacity = Window.chunkBytes * 2
        base = .allocate(capacity: capacity + 16)
        base.initialize(repeating: 0, count: capacity + 16)
    }

    deinit { base.deallocate() }

    /// Reads on; bytes before `start` are given up and `start` moves. Returns false at the end of the text.
    func more() throws(StreamProblem) -> Bool {
        if endOfText { return false }
        let chunk: Bytes?
        do throws(StreamProblem) {
            chunk = try source.next()
        } catch {
            var problem = error
            (problem.line, problem.column) = place(of: end)
            throw problem
        }
        guard let chunk else {
            endOfText = true
            return false
        }
        if end + chunk.count > capacity { makeRoom(for: chunk.count) }
        (base + end).update(from: chunk.base, count: chunk.count)
        end += chunk.count
        base[end] = 0
        return true
    }

    /// Makes `count` bytes from `start` on available, if the text has as many.
    func require(_ count: Int) throws(StreamProblem) -> Bool {
        while end - start < count {
            if !(try more()) { return false }
        }
        return true
    }

    /// The bytes from `start + from` to `start + to`.
    func bytes(_ from: Int, _ to: Int) -> Bytes {
        precondition(from >= 0 && from <= to && start + to <= end, "range outside the window")
        return Bytes(UnsafePointer(base + start + from), count: to - from)
    }

    /// The offset in the file of the byte at `index`; in converted text, the offset in its UTF-8 form.
    func byteOffset(of index: Int) -> Int64 { passed + Int64(index) + (source.byteOffsetOfText ?? 0) }

    /// Line and column (in bytes), from 1, of the byte at `index`, which is not before one asked for earlier.
    func place(of index: Int) -> (line: Int, column: Int) {
        if index > counted { countLines(to: index) }
        if index < counted { return placeBefore(index) }
        return (lineAtCounted, Int(passed + Int64(index) - lineStart) + 1)
    }

    private func placeBefore(_ index: Int) -> (line: Int, column: Int) {
        var line = lineAtCounted
        var at = index
        while at < counted {
            if base[at] == 0x0A { line -= 1 }
            at += 1
        }
        let before = Bytes(UnsafePointer(base), count: index)
        if let newline = before.lastIndex(of: 0x0A) { return (line, index - newline) }
        return (line, index + 1)
    }

    private func countLines(to index: Int) {
        var at = counted
        while let hit = memchr(base + at, 0x0A, index - at) {
            at = UnsafeRawPointer(hit) - UnsafeRawPointer(base) + 1
            lineAtCounted += 1
            lineStart = passed + Int64(at)
        }
        counted = index
    }

    private func makeRoom(for count: Int) {
        if counted < start { countLines(to: start) }
        let kept = end - start
        if kept + count > capacity {
            let size = max(capacity * 2, kept + count)
            let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: size + 16)
            larger.initialize(repeating: 0, count: size + 16)
            larger.update(from: base + start, count: kept)
            base.deallocate()
            base = larger
            capacity = size
        } else {
            memmove(base, base + start, kept)
        }
        passed += Int64(start)
        counted -= start
        end = kept
        start = 0
    }
}
