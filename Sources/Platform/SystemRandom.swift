// Wraps libsodium's generator: one of the few files that may say `unsafe`.
internal import CSodium

/// Randomness fit for keys. Nothing else in the project asks for chance.
public enum SystemRandom {
    public static func bytes(_ count: Int) -> [UInt8] {
        Sodium.prepare()
        var bytes = [UInt8](repeating: 0, count: count)
        unsafe randombytes_buf(&bytes, count)
        return bytes
    }

    public static func uint64() -> UInt64 {
        Sodium.prepare()
        var number: UInt64 = 0
        unsafe randombytes_buf(&number, MemoryLayout<UInt64>.size)
        return number
    }
}
