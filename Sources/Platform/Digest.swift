// Wraps libsodium's hashes: one of the few files that may say `unsafe`.
internal import CSodium

/// Hashes, keyed and not, and the one comparison that is safe for secrets.
public enum Digest {
    /// The bytes in a key of `keyedHash` and `keyedHash128`.
    public static let keyedHashKeyBytes = 16

    /// The 32 bytes of SHA-256.
    public static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        Sodium.prepare()
        var digest = [UInt8](repeating: 0, count: 32)
        _ = unsafe crypto_hash_sha256(&digest, bytes, UInt64(bytes.count))
        return digest
    }

    /// The 32 bytes of SHA-256 of the text's UTF-8.
    public static func sha256(_ text: String) -> [UInt8] { sha256(Array(text.utf8)) }

    /// The 32 bytes of HMAC-SHA-256; the key may have any length.
    public static func hmacSHA256(key: [UInt8], _ bytes: [UInt8]) -> [UInt8] {
        Sodium.prepare()
        var state = crypto_auth_hmacsha256_state()
        var digest = [UInt8](repeating: 0, count: 32)
        _ = unsafe crypto_auth_hmacsha256_init(&state, key, key.count)
        _ = unsafe crypto_auth_hmacsha256_update(&state, bytes, UInt64(bytes.count))
        _ = unsafe crypto_auth_hmacsha256_final(&state, &digest)
        return digest
    }

    /// SipHash-2-4 of the parts.
    ///
    /// For tables whose keys strangers choose; too short to prove that two things are equal. The
    /// key is 16 secret bytes.
    public static func keyedHash(_ key: [UInt8], _ parts: HashedParts) -> UInt64 {
        precondition(key.count == keyedHashKeyBytes, "a key of \(key.count) bytes, not 16")
        Sodium.prepare()
        let message = parts.message
        var hash: UInt64 = 0
        unsafe withUnsafeMutableBytes(of: &hash) { output in
            guard let start = output.baseAddress else { return }
            _ = unsafe crypto_shorthash(start, message, UInt64(message.count), key)
        }
        return UInt64(littleEndian: hash)
    }

    /// The 128-bit variant: long enough that two requests with one hash are one request. The key
    /// is 16 secret bytes.
    public static func keyedHash128(_ key: [UInt8], _ parts: HashedParts) -> UInt128 {
        precondition(key.count == keyedHashKeyBytes, "a key of \(key.count) bytes, not 16")
        Sodium.prepare()
        let message = parts.message
        var hash: UInt128 = 0
        unsafe withUnsafeMutableBytes(of: &hash) { output in
            guard let start = output.baseAddress else { return }
            _ = unsafe crypto_shorthash_siphashx24(start, message, UInt64(message.count), key)
        }
        return UInt128(littleEndian: hash)
    }

    /// Whether the two are equal, in a time that tells nothing but their lengths.
    public static func equal(
        constantTime first: ArraySlice<UInt8>, _ second: ArraySlice<UInt8>
    ) -> Bool {
        guard first.count == second.count else { return false }
        return unsafe first.withUnsafeBufferPointer { first in
            unsafe second.withUnsafeBufferPointer { second in
                guard let start = first.baseAddress, let other = second.baseAddress else {
                    return true
                }
                var difference: Int32 = 0
                var index = 0
                // Sixteen at once cost no more than two one by one.
                while first.count - index >= 16 {
                    difference |= unsafe crypto_verify_16(start + index, other + index)
                    index += 16
                }
                difference |= unsafe sodium_memcmp(
                    start + index, other + index, first.count - index)
                return difference == 0
            }
        }
    }
}

/// What is hashed together: parts, each with its length, so that `"ab"` is not `"a"` and `"b"`.
public struct HashedParts {
    fileprivate private(set) var message: [UInt8] = []

    public init(reservingCapacity: Int = 256) {
        message.reserveCapacity(reservingCapacity)
    }

    public mutating func append(_ part: ArraySlice<UInt8>) {
        message.append(addingCapacity: 4 + part.count) { output in
            Self.append(UInt32(part.count), to: &output)
            unsafe part.withUnsafeBufferPointer { part in
                unsafe output.withUnsafeMutableBufferPointer { memory, count in
                    guard let from = part.baseAddress, let to = memory.baseAddress else { return }
                    unsafe (to + count).initialize(from: from, count: part.count)
                    count += part.count
                }
            }
        }
    }

    public mutating func append(_ part: [UInt8]) { append(part[...]) }

    /// Appends the number's 8 bytes as a part.
    public mutating func append(_ number: Int64) {
        message.append(addingCapacity: 12) { output in
            Self.append(8, to: &output)
            Self.append(UInt32(truncatingIfNeeded: number), to: &output)
            Self.append(UInt32(truncatingIfNeeded: number >> 32), to: &output)
        }
    }

    /// Begins with the next list of parts in the same memory.
    public mutating func removeAll() { message.removeAll(keepingCapacity: true) }

    /// The lowest byte first.
    private static func append(_ number: UInt32, to output: inout OutputSpan<UInt8>) {
        output.append(UInt8(truncatingIfNeeded: number))
        output.append(UInt8(truncatingIfNeeded: number &>> 8))
        output.append(UInt8(truncatingIfNeeded: number &>> 16))
        output.append(UInt8(truncatingIfNeeded: number &>> 24))
    }
}
