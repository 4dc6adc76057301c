/// The keys of one open JSON object, by their 64-bit hash: equal hashes count as equal keys, so it can only err on refusing.
final class KeySet {
    private static let fewKeys = 16

    private var hashes: UnsafeMutablePointer<UInt64>
    private var room = fewKeys
    private var count = 0
    private var slots: UnsafeMutablePointer<UInt64>?
    private var capacity = 0
    // Not to be guessed by who writes the input: keys cannot be chosen so that all fall into one slot.
    private let multiplier = UInt64.random(in: 0...UInt64.max) | 1

    init() { hashes = .allocate(capacity: room) }

    deinit {
        hashes.deallocate()
        slots?.deallocate()
    }

    func clear() {
        count = 0
        capacity = 0
    }

    /// Returns false if the key was there before.
    func insert(_ hash: UInt64) -> Bool {
        // 0 marks an empty slot.
        let hash = hash == 0 ? 1 : hash
        if count < KeySet.fewKeys {
            for index in 0..<count where hashes[index] == hash { return false }
        } else {
            if count * 2 >= capacity { rebuild() }
            guard place(hash) else { return false }
        }
        if count == room { grow() }
        hashes[count] = hash
        count += 1
        return true
    }

    private func grow() {
        let larger = UnsafeMutablePointer<UInt64>.allocate(capacity: room * 2)
        larger.update(from: hashes, count: count)
        hashes.deallocate()
        hashes = larger
        room *= 2
    }

    private func rebuild() {
        capacity = max(capacity * 2, KeySet.fewKeys * 4)
        slots?.deallocate()
        let fresh = UnsafeMutablePointer<UInt64>.allocate(capacity: capacity)
        fresh.initialize(repeating: 0, count: capacity)
        slots = fresh
        for index in 0..<count { _ = place(hashes[index]) }
    }

    private func place(_ hash: UInt64) -> Bool {
        guard let slots else { return false }
        let mask = capacity - 1
        var slot = Int(truncatingIfNeeded: (hash &* multiplier) >> 32) & mask
        while slots[slot] != 0 {
            if slots[slot] == hash { return false }
            slot = (slot + 1) & mask
        }
        slots[slot] = hash
        return true
    }
}
