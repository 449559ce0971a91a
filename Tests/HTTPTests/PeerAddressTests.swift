import HTTP
import Testing

@Suite("Addresses of peers")
struct PeerAddressTests {
    static let zeros = [UInt8](repeating: 0, count: 10)

    @Test(
        "an address knows its family, and whether it is this machine's",
        arguments: [
            ([127, 0, 0, 1], "127.0.0.1", true), ([127, 9, 9, 9], "127.9.9.9", true),
            ([10, 0, 0, 1], "10.0.0.1", false),
            (zeros + [0xFF, 0xFF, 127, 0, 0, 1], "127.0.0.1", true),
            (zeros + [0, 0, 0, 0, 0, 1], "0:0:0:0:0:0:0:1", true),
            ([0x20, 1, 0x0D, 0xB8] + zeros + [0, 1], "2001:db8:0:0:0:0:0:1", false),
            (zeros + [0, 0, 127, 0, 0, 1], "0:0:0:0:0:0:7f00:1", false),
        ] as [([UInt8], String, Bool)])
    func kinds(bytes: [UInt8], text: String, isLoopback: Bool) {
        let address = PeerAddress(bytes: bytes)
        #expect(address.description == text)
        #expect(address.isLoopback == isLoopback)
        #expect(address.bytes.count == (text.contains(".") ? 4 : 16))
    }
}
