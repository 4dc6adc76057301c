import Reports
import Templates

/// SHA-256 in a few lines (FIPS 180-4), so that these tests need no other target.
enum TestDigest {
    static let context = ReportContext { sha256($0) }

    private static func roots(_ count: Int, power: Double) -> [UInt32] {
        let primes = (2...400).filter { number in !(2..<number).contains { number.isMultiple(of: $0) } }
        return primes.prefix(count).map { prime in
            var root = Double(prime).squareRoot()
            if power == 3 { for _ in 0..<60 { root -= (root * root * root - Double(prime)) / (3 * root * root) } }
            return UInt32((root - root.rounded(.down)) * 4_294_967_296)
        }
    }

    private static let constants = roots(64, power: 3)
    private static let initial = roots(8, power: 2)

    static func sha256(_ message: [UInt8]) -> [UInt8] {
        var bytes = message + [0x80]
        bytes += [UInt8](repeating: 0, count: (120 - bytes.count % 64) % 64)
        bytes += (0..<8).map { UInt8(truncatingIfNeeded: (message.count * 8) >> (56 - 8 * $0)) }
        func turn(_ word: UInt32, _ count: UInt32) -> UInt32 { word >> count | word << (32 - count) }
        var hash = initial
        for block in stride(from: 0, to: bytes.count, by: 64) {
            var words = (0..<16).map { index in
                bytes[(block + index * 4)...].prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            }
            for index in 16..<64 {
                let (old, new) = (words[index - 15], words[index - 2])
                let first = turn(old, 7) ^ turn(old, 18) ^ old >> 3
                let second = turn(new, 17) ^ turn(new, 19) ^ new >> 10
                words.append(words[index - 16] &+ first &+ words[index - 7] &+ second)
            }
            var state = hash
            for index in 0..<64 {
                let (a, b, c, e) = (state[0], state[1], state[2], state[4])
                let choice = (e & state[5]) ^ (~e & state[6])
                let first =
                    state[7] &+ (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) &+ choice &+ constants[index] &+ words[index]
                let second = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) &+ ((a & b) ^ (a & c) ^ (b & c))
                state = [first &+ second, a, b, c, state[3] &+ first, e, state[5], state[6]]
            }
            for index in 0..<8 { hash[index] &+= state[index] }
        }
        return hash.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * UInt32($0))) } }
    }
}
