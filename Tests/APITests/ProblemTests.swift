import Domain
import Foundation
import JSON
import Testing

@testable import API

@Suite("Problems")
struct ProblemTests {
    static let line = LineRefusal(
        index: 1, sku: "P", code: .insufficientStock, requested: 3, available: 2)

    static let rejections: [(Rejection, Int, String)] = [
        (.insufficientStock([line]), 409, "insufficient_stock"),
        (.unknownSKU([line]), 422, "unknown_sku"),
        (.unknownLocation([line]), 422, "unknown_location"),
        (.stockChanged([line]), 409, "stock_changed"),
        (.negativeStock([line]), 409, "negative_stock"),
        (.quantityOutOfRange([line]), 409, "quantity_out_of_range"),
        (.reservationNotFound, 404, "not_found"),
        (.reservationNotActive(.released), 409, "reservation_not_active"),
        (.reservationExpired, 409, "reservation_expired"),
        (.notCommitted([line]), 409, "not_committed"), (.itemNotFound, 404, "not_found"),
        (.itemInUse("It has stock."), 409, "item_in_use"), (.skuTaken, 409, "sku_taken"),
        (.versionConflict(current: 3), 412, "version_conflict"),
        (.locationNotFound, 404, "not_found"), (.codeTaken, 409, "code_taken"),
        (.locationInUse(onHand: 10, reserved: 4, committed: 6), 409, "location_in_use"),
        (.keyNotFound, 404, "not_found"), (.quotaExceeded(limit: 10), 402, "quota_exceeded"),
        (.invalidField("lines[0].sku", detail: "No."), 422, "invalid_field"),
    ]

    @Test("every refusal has its status and its code", arguments: rejections)
    func refusal(rejection: Rejection, status: Int, code: String) throws {
        let problem = Problem(rejection)
        #expect(problem.status == status)
        #expect(problem.code.rawValue == code)
        let body = try Self.object(problem.body(requestID: "req_1"))
        #expect(body["type"] as? String == "/problems/\(code)")
        #expect(body["code"] as? String == code)
        #expect(body["status"] as? Int == status)
        #expect(body["request_id"] as? String == "req_1")
        #expect((body["title"] as? String)?.isEmpty == false)
        #expect((body["detail"] as? String)?.isEmpty == false)
    }

    @Test("a line that was refused is named with its numbers")
    func lines() throws {
        let body = try Self.object(
            Problem(.insufficientStock([Self.line])).body(requestID: "req_1"))
        let errors = try #require(body["errors"] as? [[String: Any]])
        #expect(errors.count == 1)
        #expect(errors[0]["index"] as? Int == 1)
        #expect(errors[0]["sku"] as? String == "P")
        #expect(errors[0]["code"] as? String == "insufficient_stock")
        #expect(errors[0]["requested"] as? Int == 3)
        #expect(errors[0]["available"] as? Int == 2)
        #expect(errors[0].keys.contains("current") == false)
    }

    @Test("a location in use is refused with what is there")
    func locationInUse() throws {
        let problem = Problem(.locationInUse(onHand: 10, reserved: 4, committed: 6))
        #expect(problem.errors.map(\.current) == [10, 4, 6])
    }

    @Test(
        "what the reader finds has its code",
        arguments: [
            (#"{"lines":"#, "invalid_json"), (#"{"lines":[],"lines":[]}"#, "duplicate_field"),
            (#"{"lines":[],"role":1}"#, "unknown_field"),
            (String(repeating: "[", count: 33) + String(repeating: "]", count: 33), "too_deep"),
            ("[]", "invalid_field"), (#"{"holder":1}"#, "invalid_field"),
        ])
    func reader(text: String, code: String) {
        #expect(Decoding.problem(text) { try ReserveRequest(reservation: &$0) }?.code == code)
    }

    private static func object(_ bytes: [UInt8]) throws -> [String: Any] {
        let value = try JSONSerialization.jsonObject(with: Data(bytes))
        return try #require(value as? [String: Any])
    }
}
