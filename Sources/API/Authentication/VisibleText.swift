extension ArraySlice<UInt8> {
    /// Whether all of it is visible ASCII. To look at every byte is faster than to ask after each
    /// whether that was enough.
    var isVisibleASCII: Bool {
        let bytes = span
        var others: UInt8 = 0
        for index in bytes.indices { others |= bytes[index] &- 0x21 > 0x7E - 0x21 ? 1 : 0 }
        return others == 0
    }
}
