import Domain
import SQLiteStore
import Store
import StoreContract
import TestSupport
import Testing

/// What only a database in a file has: pragmas, types of its own, a check of itself.
@Suite("The file")
struct FileTests {
    @Test("a reader sets nothing of the file")
    func pragmas() throws {
        let fixture = try SQLiteFixture()
        let reader = try fixture.makeReader(connections: 1)
        let set = "PRAGMA user_version = 1"
        #expect(throws: StoreError.self) { try reader.read { _ = try $0.rows(set, []) } }
        let version = try reader.read { snapshot in
            try snapshot.rows("PRAGMA user_version", []).first?.integer(0)
        }
        #expect(version == 0)
    }

    @Test("each kind of value is bound as its own type")
    func types() throws {
        let fixture = try SQLiteFixture()
        let reader = try fixture.makeReader(connections: 1)
        let bound: [SQLValue] = [.null, .integer(1), .text(""), .blob([])]
        let types = try reader.read { snapshot in
            try bound.map { try snapshot.rows("SELECT typeof(?1)", [$0]).first?.text(0) }
        }
        #expect(types == ["null", "integer", "text", "blob"])
    }

    @Test("a text with a zero within comes back to the byte")
    func zeros() throws {
        let open = try OpenShop(.sqlite)
        let profile = ItemProfile(title: "\u{0}", imageURL: "ü\u{0}x")
        try open.save { $0.catalog = [.item(.fixture(id: .fixture(10)), profile, isNew: true)] }
        let loaded = try open.store.load(Needs(profiles: [.fixture(10)]), of: OpenShop.tenant.id)
        #expect(loaded.profiles == [.fixture(10): profile])
        let text = SQLValue.text("ü\u{0}x")
        let found = try open.read { try $0.rows("SELECT ?1", [text]).first?.text(0) }
        #expect(found == "ü\u{0}x")
    }

    @Test("what a crash leaves is sound by the file's own check")
    func crash() throws {
        let fixture = try SQLiteFixture()
        let open = try OpenShop(fixture)
        try open.save { $0.reservations = [.init(.fixture(100), isNew: true)] }
        try fixture.crash()
        #expect(try fixture.sqlite.integrityProblems() == [])
    }

    @Test("the secret is made once")
    func secret() throws {
        let fixture = try SQLiteFixture()
        let first = fixture.sqlite.secret
        #expect(first.count == 16)
        try fixture.reopen()
        #expect(fixture.sqlite.secret == first)
        #expect(try SQLiteFixture().sqlite.secret != first)
    }
}
