internal import HTTP

/// The address of whoever sent a request first.
struct ClientAddress: Sendable {
    let trustedProxies: [AddressRange]

    /// The peer's own, or where the peer is a proxy that is trusted, the rightmost hop of
    /// `X-Forwarded-For` that is not one.
    func address(of head: RequestHead) -> PeerAddress {
        address(peer: head.peer, forwardedFor: head.header("x-forwarded-for"))
    }

    func address(peer: PeerAddress, forwardedFor: String?) -> PeerAddress {
        guard !trustedProxies.isEmpty, isTrusted(peer), let forwardedFor else { return peer }
        var nearest = peer
        for hop in forwardedFor.split(separator: ",", omittingEmptySubsequences: false).reversed() {
            guard let address = AddressText.peer(hop) else { return nearest }
            nearest = address
            if !isTrusted(address) { return address }
        }
        return nearest
    }

    private func isTrusted(_ address: PeerAddress) -> Bool {
        trustedProxies.contains { $0.contains(address) }
    }
}
