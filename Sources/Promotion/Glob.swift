/// A file pattern over `/`-separated paths: `**` any folders, `*` anything but `/`, `?` one byte but `/`.
package struct Glob: Sendable, Hashable {
    package let pattern: String

    package init(_ pattern: String) { self.pattern = pattern }

    package func matches(_ path: String) -> Bool {
        Self.match(
            pattern.utf8.split(separator: 47, omittingEmptySubsequences: false)[...].map(Array.init)[...],
            path.utf8.split(separator: 47, omittingEmptySubsequences: false).map(Array.init)[...])
    }

    private static func match(_ pattern: ArraySlice<[UInt8]>, _ path: ArraySlice<[UInt8]>) -> Bool {
        // Row by row, so that many `**` cannot make it exponential.
        var reachable = [Bool](repeating: false, count: path.count + 1)
        reachable[0] = true
        for part in pattern {
            var next = [Bool](repeating: false, count: path.count + 1)
            if part == [42, 42] {
                var open = false
                for index in reachable.indices {
                    open = open || reachable[index]
                    next[index] = open
                }
            } else {
                for index in 0..<path.count
                where reachable[index] && segment(part[...], path[path.startIndex + index][...]) {
                    next[index + 1] = true
                }
            }
            reachable = next
        }
        return reachable[path.count]
    }

    private static func segment(_ pattern: ArraySlice<UInt8>, _ name: ArraySlice<UInt8>) -> Bool {
        var (p, n) = (pattern.startIndex, name.startIndex)
        var retry: (p: Int, n: Int)?
        while n < name.endIndex {
            if p < pattern.endIndex, pattern[p] == 42 {
                retry = (p + 1, n)
                p += 1
            } else if p < pattern.endIndex, pattern[p] == 63 || pattern[p] == name[n] {
                p += 1
                n += 1
            } else if let last = retry {
                retry = (last.p, last.n + 1)
                (p, n) = (last.p, last.n + 1)
            } else {
                return false
            }
        }
        while p < pattern.endIndex, pattern[p] == 42 { p += 1 }
        return p == pattern.endIndex
    }
}
