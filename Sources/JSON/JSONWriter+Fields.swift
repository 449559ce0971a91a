/// One method for each kind of scalar, so that `writer.field("sku", sku)` reads the same for all.
/// `nil` is written as `null`; so is a `Double` that is infinite or not a number.
///
/// A literal name is a `StaticString`, and must need no escapes; a `String` name may be anything.
/// Those are disfavored, or else every literal would become a `String` first.
///
/// The ones with a literal name are inlined, so that its length is known where it is copied.
extension JSONWriter {
    @inline(__always)
    public mutating func field(_ name: StaticString, _ value: String) {
        write(name) { Scalars.append(value, to: &$0) }
    }

    @inline(__always)
    public mutating func field(_ name: StaticString, _ value: String?) {
        write(name) { Scalars.append(value, to: &$0) }
    }

    @inline(__always)
    public mutating func field(_ name: StaticString, _ value: Int64) {
        write(name) { Scalars.append(value, to: &$0) }
    }

    @inline(__always)
    public mutating func field(_ name: StaticString, _ value: Int64?) {
        write(name) { Scalars.append(value, to: &$0) }
    }

    @inline(__always)
    public mutating func field(_ name: StaticString, _ value: Int) {
        write(name) { Scalars.append(value, to: &$0) }
    }

    @inline(__always)
    public mutating func field(_ name: StaticString, _ value: Int?) {
        write(name) { Scalars.append(value, to: &$0) }
    }

    @inline(__always)
    public mutating func field(_ name: StaticString, _ value: Bool) {
        write(name) { Scalars.append(value, to: &$0) }
    }

    @inline(__always)
    public mutating func field(_ name: StaticString, _ value: Bool?) {
        write(name) { Scalars.append(value, to: &$0) }
    }

    @inline(__always)
    public mutating func field(_ name: StaticString, _ value: Double) {
        write(name) { Scalars.append(value, to: &$0) }
    }

    @inline(__always)
    public mutating func field(_ name: StaticString, _ value: Double?) {
        write(name) { Scalars.append(value, to: &$0) }
    }

    @_disfavoredOverload
    public mutating func field(_ name: String, _ value: String) {
        write(name) { Scalars.append(value, to: &$0) }
    }

    @_disfavoredOverload
    public mutating func field(_ name: String, _ value: String?) {
        write(name) { Scalars.append(value, to: &$0) }
    }

    @_disfavoredOverload
    public mutating func field(_ name: String, _ value: Int64) {
        write(name) { Scalars.append(value, to: &$0) }
    }

    @_disfavoredOverload
    public mutating func field(_ name: String, _ value: Int64?) {
        write(name) { Scalars.append(value, to: &$0) }
    }

    @_disfavoredOverload
    public mutating func field(_ name: String, _ value: Int) {
        write(name) { Scalars.append(value, to: &$0) }
    }

    @_disfavoredOverload
    public mutating func field(_ name: String, _ value: Int?) {
        write(name) { Scalars.append(value, to: &$0) }
    }

    @_disfavoredOverload
    public mutating func field(_ name: String, _ value: Bool) {
        write(name) { Scalars.append(value, to: &$0) }
    }

    @_disfavoredOverload
    public mutating func field(_ name: String, _ value: Bool?) {
        write(name) { Scalars.append(value, to: &$0) }
    }

    @_disfavoredOverload
    public mutating func field(_ name: String, _ value: Double) {
        write(name) { Scalars.append(value, to: &$0) }
    }

    @_disfavoredOverload
    public mutating func field(_ name: String, _ value: Double?) {
        write(name) { Scalars.append(value, to: &$0) }
    }
}
