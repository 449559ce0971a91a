import Store
import Testing

@testable import API

@Suite("Idempotency keys under way")
struct KeysUnderWayTests {
    @Test(
        "keys are there from when they were entered until they are dropped", arguments: [1, 4, 64])
    func asASet(bucketCount: Int) {
        var keys = KeysUnderWay(bucketCount: bucketCount)
        var places: [Int: KeyDigest] = [:]
        var seed: UInt64 = 1
        for _ in 0..<500 {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let place = Int(seed >> 59)
            if let key = places.removeValue(forKey: place) {
                keys.remove(key, at: place)
            } else {
                // Few buckets and few low halves, so that keys meet often.
                let key = KeyDigest(high: UInt64(place), low: seed >> 40 & 7)
                keys.insert(key, at: place)
                places[place] = key
            }
            for high in 0..<32 as Range<UInt64> {
                for low in 0..<8 as Range<UInt64> {
                    let key = KeyDigest(high: high, low: low)
                    #expect(keys.contains(key) == places.values.contains(key))
                }
            }
        }
    }
}
