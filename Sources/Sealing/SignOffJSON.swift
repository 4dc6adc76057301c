package import Model
internal import Streams

/// The JSON form of a sign-off: an object with the block's keys and values.
package enum SignOffJSON {
    /// - Throws: why it does not count, as for a block.
    package static func read(_ bytes: [UInt8]) throws(SignOffBlock.Refusal) -> SignOff {
        var lines: [String] = []
        do {
            let json = JSONReader(ByteSource(bytes: bytes))
            try json.object { key in
                let name = key.string
                let value = try json.string()
                guard !value.utf8.contains(10), !name.utf8.contains(10), !name.utf8.contains(58) else {
                    throw SignOffBlock.Refusal("'\(name.prefix(20))' holds a line break")
                }
                lines.append("\(name): \(value)")
            }
            try json.end()
        } catch let refusal as SignOffBlock.Refusal {
            throw refusal
        } catch let problem as StreamProblem {
            throw SignOffBlock.Refusal("the file is no JSON object of texts: \(problem.message)")
        } catch {
            throw SignOffBlock.Refusal("\(error)")
        }
        return try SignOffFields([SignOffBlock.begin] + lines + [SignOffBlock.end]).signOff()
    }
}
