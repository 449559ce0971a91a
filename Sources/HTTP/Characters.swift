/// The sets of characters that HTTP is made of, as bits.
enum Characters {
    private static let token: InlineArray<4, UInt64> = [
        0x03FF_6CFA_0000_0000, 0x57FF_FFFF_C7FF_FFFE, 0, 0,
    ]

    /// What names of methods, headers and codings consist of.
    @inline(__always)
    static func isToken(_ byte: UInt8) -> Bool {
        // The shift goes by the byte's lowest six bits.
        token[Int(byte >> 6)] &>> UInt64(byte) & 1 == 1
    }

    /// What may stand in a target: visible ASCII without what browsers always encode.
    @inline(__always)
    static func isTarget(_ byte: UInt8) -> Bool {
        guard byte > 0x20, byte < 0x7F else { return false }
        switch byte {
        case UInt8(ascii: "#"), UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "<"),
            UInt8(ascii: ">"):
            return false
        case _: return true
        }
    }

    /// What may stand in `Host`: a name or an address, and a port.
    @inline(__always)
    static func isHost(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "["), UInt8(ascii: "]"):
            return true
        case _: return false
        }
    }
}
