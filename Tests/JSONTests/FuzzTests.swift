import Foundation
import JSON
import Testing

@Suite("JSON fuzzing")
struct FuzzTests {
    /// 20 seeds of 1,000 mutations.
    @Test("no mutation stops the reader, and what it accepts it can read", arguments: 0..<20)
    func mutations(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var original = Tree.random(depth: 4, using: &random).written
        var accepted = 0
        for round in 0..<1_000 {
            if round.isMultiple(of: 10) {
                original = Tree.random(depth: 4, using: &random).written
            }
            var bytes = original
            for _ in 0..<Int.random(in: 1...3, using: &random) { mutate(&bytes, using: &random) }
            guard let tree = judge(bytes) else { continue }
            accepted += 1
            #expect(try Tree(reading: tree.written) == tree)
            let theirs = try? JSONSerialization.jsonObject(
                with: Data(bytes), options: .fragmentsAllowed)
            #expect(theirs != nil, "Foundation refuses \(String(decoding: bytes, as: UTF8.self))")
        }
        #expect(accepted > 20, "the mutations are mild enough to reach the reader")
    }

    /// What `bytes` say, or nil if they are refused as a whole. Nothing may pass the validator
    /// and fail later, and the error's text must hold together.
    private func judge(_ bytes: [UInt8]) -> Tree? {
        do {
            var reader = try JSONReader(bytes)
            try reader.skip()
            #expect(reader.path == "")
        } catch {
            #expect(error.detail.hasSuffix("."))
            return nil
        }
        let tree = try? Tree(reading: bytes)
        #expect(tree != nil, "accepted, but not read: \(bytes)")
        return tree
    }

    private func mutate(_ bytes: inout [UInt8], using random: inout SeededGenerator) {
        guard !bytes.isEmpty else { return bytes.append(0x5B) }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        let telling = Array("{}[]\",:\\u0019-+.eE tfn\n/".utf8) + [0, 0x1F, 0x80, 0xC3, 0xED, 0xFF]
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes[place] = telling.randomElement(using: &random) ?? 0
        case 2: bytes.insert(telling.randomElement(using: &random) ?? 0, at: place)
        case 3: bytes.remove(at: place)
        case 4: bytes.removeSubrange(place...)
        default:
            let end = Int.random(in: place...min(bytes.count, place + 16), using: &random)
            bytes.insert(contentsOf: bytes[place..<end], at: place)
        }
    }
}
