import Foundation
import JSON
import Testing

@Suite("JSON against Foundation")
struct OracleTests {
    @Test("Foundation reads what we write, and we read what it writes", arguments: 0..<300)
    func roundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let tree = Tree.random(depth: 5, using: &random)

        #expect(try Tree(reading: tree.written) == tree)
        let theirs = try JSONSerialization.jsonObject(
            with: Data(tree.written), options: .fragmentsAllowed)
        #expect(difference(tree, theirs) == nil)

        let options: JSONSerialization.WritingOptions =
            seed.isMultiple(of: 2) ? [.fragmentsAllowed, .prettyPrinted] : .fragmentsAllowed
        let written = try JSONSerialization.data(withJSONObject: theirs, options: options)
        #expect(try difference(Tree(reading: Array(written)), theirs) == nil)
    }

    @Test(
        "Foundation reads every document that we accept as we do",
        arguments: SyntaxCases.accepted)
    func accepted(text: String) throws {
        // Foundation knows no number below the least Double above 0, and takes U+FEFF at the
        // beginning of a string for a byte order mark.
        guard !text.contains("e-400"), !text.hasPrefix("\"\u{FEFF}") else { return }
        let theirs = try JSONSerialization.jsonObject(
            with: Data(text.utf8), options: .fragmentsAllowed)
        #expect(try difference(Tree(reading: Array(text.utf8)), theirs) == nil)
    }

    /// The first value that differs, or nil. Goes by our side's kinds: Foundation's numbers are
    /// one class for all.
    private func difference(_ ours: Tree, _ theirs: Any?) -> String? {
        switch ours {
        case .object(let members):
            guard let theirs = theirs as? [String: Any], theirs.count == members.count else {
                break
            }
            for (name, member) in members {
                if let found = difference(member, theirs[name]) { return found }
            }
            return nil
        case .array(let elements):
            guard let theirs = theirs as? [Any], theirs.count == elements.count else { break }
            for (element, their) in zip(elements, theirs) {
                if let found = difference(element, their) { return found }
            }
            return nil
        case .string(let value):
            if let theirs = theirs as? String, theirs.utf8.elementsEqual(value.utf8) { return nil }
        case .integer(let value):
            if (theirs as? NSNumber)?.int64Value == value { return nil }
        case .number(let value):
            // Foundation goes by way of decimals, and may miss the nearest Double by a little.
            if let theirs = (theirs as? NSNumber)?.doubleValue,
                abs(theirs - value) <= 8 * value.ulp
            {
                return nil
            }
        case .boolean(let value):
            if (theirs as? NSNumber)?.boolValue == value { return nil }
        case .null:
            if theirs is NSNull { return nil }
        }
        return "\(ours) \(theirs ?? "nothing")"
    }
}
