/// Global trade item numbers: 8, 12, 13 or 14 digits of which the last checks the others.
enum GTIN {
    static func isValid(_ text: String) -> Bool {
        let digits = text.utf8.map { Int($0) - Int(UInt8(ascii: "0")) }
        guard [8, 12, 13, 14].contains(digits.count),
            digits.allSatisfy({ (0...9).contains($0) })
        else { return false }
        // From the right, every second digit counts three times.
        let sum = digits.reversed().enumerated().reduce(0) { sum, digit in
            sum + digit.element * (digit.offset % 2 == 1 ? 3 : 1)
        }
        return sum % 10 == 0
    }
}
