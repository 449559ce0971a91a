/// Scalars that have no name: `element` in an array, `value` anywhere that one value may stand.
/// `nil` is written as `null`; so is a `Double` that is infinite or not a number.
extension JSONWriter {
    public mutating func element(_ value: String) {
        write { Scalars.append(value, to: &$0) }
    }

    public mutating func element(_ value: String?) {
        write { Scalars.append(value, to: &$0) }
    }

    public mutating func element(_ value: Int64) {
        write { Scalars.append(value, to: &$0) }
    }

    public mutating func element(_ value: Int64?) {
        write { Scalars.append(value, to: &$0) }
    }

    public mutating func element(_ value: Int) {
        write { Scalars.append(value, to: &$0) }
    }

    public mutating func element(_ value: Int?) {
        write { Scalars.append(value, to: &$0) }
    }

    public mutating func element(_ value: Bool) {
        write { Scalars.append(value, to: &$0) }
    }

    public mutating func element(_ value: Bool?) {
        write { Scalars.append(value, to: &$0) }
    }

    public mutating func element(_ value: Double) {
        write { Scalars.append(value, to: &$0) }
    }

    public mutating func element(_ value: Double?) {
        write { Scalars.append(value, to: &$0) }
    }

    public mutating func value(_ value: String) {
        write { Scalars.append(value, to: &$0) }
    }

    public mutating func value(_ value: String?) {
        write { Scalars.append(value, to: &$0) }
    }

    public mutating func value(_ value: Int64) {
        write { Scalars.append(value, to: &$0) }
    }

    public mutating func value(_ value: Int64?) {
        write { Scalars.append(value, to: &$0) }
    }

    public mutating func value(_ value: Int) {
        write { Scalars.append(value, to: &$0) }
    }

    public mutating func value(_ value: Int?) {
        write { Scalars.append(value, to: &$0) }
    }

    public mutating func value(_ value: Bool) {
        write { Scalars.append(value, to: &$0) }
    }

    public mutating func value(_ value: Bool?) {
        write { Scalars.append(value, to: &$0) }
    }

    public mutating func value(_ value: Double) {
        write { Scalars.append(value, to: &$0) }
    }

    public mutating func value(_ value: Double?) {
        write { Scalars.append(value, to: &$0) }
    }
}
