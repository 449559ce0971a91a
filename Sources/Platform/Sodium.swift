internal import CSodium

/// Makes libsodium ready, once in a process.
enum Sodium {
    private static let ready = sodium_init() >= 0

    static func prepare() {
        precondition(ready, "libsodium does not start: the system gives no randomness")
    }
}
