/// A borrowed run of bytes, valid only during the call that receives it.
///
/// Nothing is copied and nothing is owned: keep what must outlive the call by `string`, `hash` or a copy.
/// Every access is checked against `count`.
package struct Bytes {
    let base: UnsafePointer<UInt8>
    /// How many bytes there are.
    package let count: Int

    init(_ base: UnsafePointer<UInt8>, count: Int) {
        self.base = base
        self.count = count
    }

    /// The bytes of a buffer, which must outlive this value.
    package init(_ buffer: UnsafeBufferPointer<UInt8>) {
        self.init(buffer.baseAddress ?? Bytes.empty.base, count: buffer.count)
    }

    /// No bytes.
    package static var empty: Bytes { Bytes(nothing, count: 0) }
    private nonisolated(unsafe) static let nothing = UnsafePointer(UnsafeMutablePointer<UInt8>.allocate(capacity: 16))

    /// Whether there are no bytes.
    package var isEmpty: Bool { count == 0 }

    /// The bytes as a buffer, valid no longer than they are.
    package var buffer: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: base, count: count) }

    /// The byte at `index`; an index outside traps.
    package subscript(index: Int) -> UInt8 {
        precondition(index >= 0 && index < count, "byte index out of bounds")
        return base[index]
    }

    /// The bytes of `range`; a range outside traps.
    package subscript(range: Range<Int>) -> Bytes {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "byte range out of bounds")
        return Bytes(base + range.lowerBound, count: range.count)
    }

    /// The bytes from `index` on; none if there are fewer.
    package func suffix(from index: Int) -> Bytes { self[min(max(index, 0), count)..<count] }

    /// The first `length` bytes; all if there are fewer.
    package func prefix(_ length: Int) -> Bytes { self[0..<min(max(length, 0), count)] }

    /// The bytes without ASCII white space (space, tab, CR, LF) at both ends.
    package var trimmed: Bytes {
        var low = 0
        var high = count
        while low < high, isASCIISpace(base[low]) { low += 1 }
        while high > low, isASCIISpace(base[high - 1]) { high -= 1 }
        return self[low..<high]
    }

    /// The bytes read as UTF-8 text.
    package var string: String { String(decoding: buffer, as: UTF8.self) }

    /// A hash that is the same in every run and on every machine (MurmurHash64A, seed 0): an identity, not a defence.
    package var hash: UInt64 {
        let mix: UInt64 = 0xc6a4_a793_5bd1_e995
        var hash = UInt64(truncatingIfNeeded: count) &* mix
        var index = 0
        while index + 8 <= count {
            var word = UInt64(littleEndian: load64(base + index)) &* mix
            word = (word ^ (word >> 47)) &* mix
            hash = (hash ^ word) &* mix
            index += 8
        }
        if index < count {
            var word: UInt64 = 0
            var shift: UInt64 = 0
            while index < count {
                word |= UInt64(base[index]) << shift
                shift += 8
                index += 1
            }
            hash = (hash ^ word) &* mix
        }
        hash = (hash ^ (hash >> 47)) &* mix
        return hash ^ (hash >> 47)
    }

    /// The value of a decimal integer: digits with an optional `-` before them, nothing else; `nil` on overflow too.
    package var int: Int? {
        var index = 0
        let negative = count > 0 && base[0] == UInt8(ascii: "-")
        if negative { index = 1 }
        guard index < count else { return nil }
        var value = 0
        while index < count {
            let digit = base[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) =
                negative ? tens.subtractingReportingOverflow(Int(digit)) : tens.addingReportingOverflow(Int(digit))
            guard !overflow, !carry else { return nil }
            value = sum
            index += 1
        }
        return value
    }
}

@inline(__always) func isASCIISpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
}

@inline(__always) func load64(_ pointer: UnsafePointer<UInt8>) -> UInt64 {
    UnsafeRawPointer(pointer).loadUnaligned(as: UInt64.self)
}
