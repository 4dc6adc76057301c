internal import Glibc

extension Bytes {
    /// Whether the bytes begin with `text`.
    package func hasPrefix(_ text: StaticString) -> Bool {
        count >= text.utf8CodeUnitCount && memcmp(base, text.utf8Start, text.utf8CodeUnitCount) == 0
    }

    /// Whether the bytes end with `text`.
    package func hasSuffix(_ text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        return count >= length && memcmp(base + (count - length), text.utf8Start, length) == 0
    }

    /// Whether `text` occurs in the bytes.
    package func contains(_ text: StaticString) -> Bool { firstRange(of: text) != nil }

    /// Where `byte` first occurs, at `from` or later.
    package func firstIndex(of byte: UInt8, from: Int = 0) -> Int? {
        guard from >= 0, from < count, let hit = memchr(base + from, Int32(byte), count - from) else { return nil }
        return UnsafeRawPointer(hit) - UnsafeRawPointer(base)
    }

    /// Where `byte` occurs last.
    package func lastIndex(of byte: UInt8) -> Int? {
        var index = count - 1
        while index >= 0, base[index] != byte { index -= 1 }
        return index < 0 ? nil : index
    }

    /// Where `text` first occurs, at `from` or later.
    package func firstRange(of text: StaticString, from: Int = 0) -> Range<Int>? {
        let length = text.utf8CodeUnitCount
        guard from >= 0, length > 0 else { return nil }
        var index = from
        while index + length <= count, let start = firstIndex(of: text.utf8Start[0], from: index) {
            if start + length <= count, memcmp(base + start, text.utf8Start, length) == 0 {
                return start..<start + length
            }
            index = start + 1
        }
        return nil
    }

    /// Whether the bytes are `text` where the case of ASCII letters does not count.
    package func equalsIgnoringASCIICase(_ text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        for index in 0..<count where lowered(base[index]) != lowered(text.utf8Start[index]) { return false }
        return true
    }

    /// Whether the bytes are exactly `text`.
    package static func == (bytes: Bytes, text: StaticString) -> Bool {
        bytes.count == text.utf8CodeUnitCount && memcmp(bytes.base, text.utf8Start, bytes.count) == 0
    }

    /// Lets `switch bytes { case "name": … }` compare without allocating.
    package static func ~= (text: StaticString, bytes: Bytes) -> Bool { bytes == text }

    /// Whether both runs hold the same bytes.
    package static func == (left: Bytes, right: Bytes) -> Bool {
        left.count == right.count && memcmp(left.base, right.base, left.count) == 0
    }
}

private func lowered(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
}
