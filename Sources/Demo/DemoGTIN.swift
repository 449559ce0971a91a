/// Barcodes with a check digit that holds (GTIN-13), of a range for use within one shop.
package enum DemoGTIN {
    /// The barcode of the `number`th item, from 0 to 999,999,999.
    package static func text(_ number: Int) -> String {
        let digits = "200" + String(1_000_000_000 + number).dropFirst()
        return digits + String(checkDigit(of: digits))
    }

    /// Counted from the left, the digits weigh 1 and 3 in turn.
    package static func checkDigit(of digits: String) -> Int {
        let sum = digits.compactMap(\.wholeNumberValue).enumerated().reduce(0) { sum, digit in
            sum + digit.element * (digit.offset.isMultiple(of: 2) ? 1 : 3)
        }
        return (10 - sum % 10) % 10
    }
}
