import Domain
import Store
import Testing
import TestSupport

/// Readers see one moment, and change nothing.
@Suite("Readers")
struct ReaderTests {
    @Test(
        "a snapshot does not change while it is read; the next one sees what was saved",
        arguments: StoreKind.available)
    func snapshot(kind: StoreKind) throws {
        let open = try OpenShop(kind)
        let reader = try open.fixture.makeReader(connections: 2)
        let count = "SELECT COUNT(*) FROM reservation WHERE tenant_id = ?1"
        let tenant = [SQLValue.integer(OpenShop.tenant.id.rawValue)]
        // A snapshot that is open while another one reads: what it sees was fixed before.
        let seen = try reader.read { snapshot in
            let before = try snapshot.rows(count, tenant).first?.integer(0)
            let nested = try reader.read { try $0.rows(count, tenant).first?.integer(0) }
            return [before, nested, try snapshot.rows(count, tenant).first?.integer(0)]
        }
        #expect(seen == [0, 0, 0])
        try open.save { $0.reservations = [.init(.fixture(100), isNew: true)] }
        let after = try reader.read { try $0.rows(count, tenant).first?.integer(0) }
        #expect(after == 1)
    }

    @Test(
        "a reader writes nothing", arguments: StoreKind.available,
        ["DELETE FROM tenant", "CREATE TABLE theirs (a INTEGER)"])
    func readOnly(kind: StoreKind, sql: String) throws {
        let open = try OpenShop(kind)
        let reader = try open.fixture.makeReader(connections: 1)
        #expect(throws: StoreError.self) { try reader.read { _ = try $0.rows(sql, []) } }
        #expect(try open.integers("SELECT COUNT(*) FROM tenant") == [1])
        let count = try reader.read { try $0.rows("SELECT COUNT(*) FROM tenant", []).count }
        #expect(count == 1, "the connection serves on")
    }

    @Test(
        "a body that gives up leaves the connection fit for the next",
        arguments: StoreKind.available)
    func givenUp(kind: StoreKind) throws {
        struct Enough: Error {}
        let open = try OpenShop(kind)
        try open.save { changes in
            changes.reservations = (1...5).map { .init(.fixture(100 + $0), isNew: true) }
        }
        let reader = try open.fixture.makeReader(connections: 1)
        let sql = "SELECT id FROM reservation ORDER BY id"
        for _ in 0..<2 {
            #expect(throws: Enough.self) {
                try reader.read { snapshot in
                    try snapshot.forEachRow(sql, []) { _ in throw Enough() }
                }
            }
        }
        let ids = try reader.read { snapshot in
            try snapshot.rows(sql, []).map { try $0.integer(0) }
        }
        #expect(ids == [101, 102, 103, 104, 105])
    }

    @Test("every kind of value comes back as it was bound", arguments: StoreKind.available)
    func values(kind: StoreKind) throws {
        let open = try OpenShop(kind)
        let reader = try open.fixture.makeReader(connections: 1)
        let bound: [SQLValue] = [
            .null, .integer(.min), .integer(.max), .text(""), .text("ü\tx"), .blob([]),
            .blob([0, 255]), .text(String(repeating: "x", count: 3_000_000)),
        ]
        try reader.read { snapshot in
            for value in bound {
                let row = try #require(try snapshot.rows("SELECT ?1", [value]).first)
                switch value {
                case .null: #expect(row.isNull(0))
                case .integer(let number): #expect(try row.integer(0) == number)
                case .text(let text): #expect(try row.text(0) == text)
                case .blob(let bytes): #expect(try row.blob(0) == bytes)
                }
            }
        }
    }

    @Test(
        "a mistaken statement is an error of its own, and nothing more",
        arguments: StoreKind.available)
    func mistakes(kind: StoreKind) throws {
        let open = try OpenShop(kind)
        let reader = try open.fixture.makeReader(connections: 1)
        #expect(throws: StoreError.self) { try reader.read { _ = try $0.rows("SELEC", []) } }
        #expect(throws: StoreError.self) { try reader.read { _ = try $0.rows("", []) } }
        let one = try reader.read { try $0.rows("SELECT 1", []).first?.integer(0) }
        #expect(one == 1)
    }
}
