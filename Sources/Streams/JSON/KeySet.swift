/// The keys of one open JSON object, by their 64-bit hash: equal hashes count as equal keys, so it can only err on refusing.
struct KeySet {
    private var hashes: [UInt64] = []
    private var slots: [UInt64] = []
    private var capacity = 0
    // Not to be guessed by who writes the input: keys cannot be chosen so that all fall into one slot.
    private let multiplier = UInt64.random(in: 0...UInt64.max) | 1

    mutating func clear() {
        hashes.removeAll(keepingCapacity: true)
        capacity = 0
    }

    /// Returns false if the key was there before.
    mutating func insert(_ hash: UInt64) -> Bool {
        // 0 marks an empty slot.
        let hash = hash == 0 ? 1 : hash
        if hashes.count < 16 {
            for seen in hashes where seen == hash { return false }
            hashes.append(hash)
            return true
        }
        if hashes.count * 2 >= capacity { rebuild() }
        guard place(hash) else { return false }
        hashes.append(hash)
        return true
    }

    private mutating func rebuild() {
        capacity = max(capacity * 2, 64)
        if slots.count < capacity {
            slots = [UInt64](repeating: 0, count: capacity)
        } else {
            for slot in 0..<capacity { slots[slot] = 0 }
        }
        for hash in hashes { _ = place(hash) }
    }

    private mutating func place(_ hash: UInt64) -> Bool {
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
