import Domain
import Foundation
import Testing

@testable import API

@Suite("Timestamps")
struct TimestampTests {
    @Test(
        "a time is written in UTC with milliseconds",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (951_782_400_123, "2000-02-29T00:00:00.123Z"),
            (1_795_600_000_005, "2026-11-25T09:46:40.005Z"),
            (4_107_542_399_999, "2100-02-28T23:59:59.999Z"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
        ] as [(Int64, String)])
    func text(milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).text == text)
        #expect(Timestamp(text: text) == Timestamp(milliseconds: milliseconds))
    }

    @Test("every day of four centuries is written as Foundation writes it")
    func calendar() {
        let format = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        for day in stride(from: Int64(0), to: 146_097, by: 7) {
            let time = Timestamp(milliseconds: day * 86_400_000 + 43_200_500)
            let date = Date(timeIntervalSince1970: Double(time.milliseconds) / 1_000)
            #expect(time.text == date.formatted(format))
        }
    }

    @Test(
        "offsets and fractions are read",
        arguments: [
            ("2026-11-25T10:46:40.005+01:00", 1_795_600_000_005),
            ("2026-11-25t09:46:40.005999z", 1_795_600_000_005),
            ("2026-11-25T04:16:40.005-05:30", 1_795_600_000_005),
            ("2026-11-25T09:46:40Z", 1_795_600_000_000),
            ("2026-11-25T09:46:40.5Z", 1_795_600_000_500),
        ] as [(String, Int64)])
    func read(text: String, milliseconds: Int64) {
        #expect(Timestamp(text: text)?.milliseconds == milliseconds)
    }

    @Test(
        "a time that does not exist, or has no offset, is none",
        arguments: [
            "2026-02-30T00:00:00Z", "2025-02-29T00:00:00Z", "1000000000-01-01T00:00:00Z",
            "2026-12-31T23:59:60Z", "2026-11-25T09:46:40", "2026-11-25", "2026-11-25 09:46:40Z",
            "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z",
            "2026-11-25T24:00:00Z", "2026-11-25T09:60:00Z", "2026-11-25T09:46:40.Z",
            "2026-11-25T09:46:40.0000000001Z", "2026-11-25T09:46:40+0100", "+026-11-25T09:46:40Z",
            "1969-12-31T23:59:59Z", "2026-11-25T09:46:40Z ", "2026-11-25T09:46:40ZZ", "",
        ])
    func refused(text: String) {
        #expect(Timestamp(text: text) == nil)
    }
}
