/// One row of a result, read by column from the left.
public protocol Columns {
    func integer(_ column: Int) throws(StoreError) -> Int64
    func text(_ column: Int) throws(StoreError) -> String
    func blob(_ column: Int) throws(StoreError) -> [UInt8]
    /// The UTF-8 of a text.
    func utf8(_ column: Int) throws(StoreError) -> [UInt8]
    func isNull(_ column: Int) -> Bool
}

extension Columns {
    public func integerIfPresent(_ column: Int) throws(StoreError) -> Int64? {
        isNull(column) ? nil : try integer(column)
    }

    public func textIfPresent(_ column: Int) throws(StoreError) -> String? {
        isNull(column) ? nil : try text(column)
    }

    public func blobIfPresent(_ column: Int) throws(StoreError) -> [UInt8]? {
        isNull(column) ? nil : try blob(column)
    }
}
