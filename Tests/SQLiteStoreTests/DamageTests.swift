import Domain
import Foundation
import SQLiteStore
import Store
import StoreContract
import TestSupport
import Testing

/// What lies on the disk is never trusted blindly.
@Suite("Links and damage")
struct DamageTests {
    private func contents(_ path: String) -> [UInt8] {
        FileManager.default.contents(atPath: path).map { Array($0) } ?? []
    }

    private func write(_ bytes: [UInt8], to path: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    @Test("a folder in the place of the file is refused with its reason")
    func folder() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/holdfast.db"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        let error = #expect(throws: SQLiteOpenError.self) {
            try SQLiteStore(directory: directory.path)
        }
        #expect(error == .unwritable(path))
    }

    @Test("a link to a sound database is refused with its reason")
    func link() throws {
        let fixture = try SQLiteFixture()
        let other = try TemporaryDirectory()
        try FileManager.default.createSymbolicLink(
            atPath: other.path + "/holdfast.db",
            withDestinationPath: fixture.directory.path + "/holdfast.db")
        let error = #expect(throws: SQLiteOpenError.self) {
            try SQLiteStore(directory: other.path)
        }
        #expect(error == .unwritable(other.path + "/holdfast.db"))
    }

    @Test("the folder may stand behind a symbolic link, the file may not")
    func linkedFolder() throws {
        let directory = try TemporaryDirectory()
        let real = directory.path + "/real"
        let link = directory.path + "/link"
        try FileManager.default.createDirectory(atPath: real, withIntermediateDirectories: false)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: real)
        _ = try SQLiteStore(directory: link)
        #expect(FileManager.default.fileExists(atPath: real + "/holdfast.db"))
        let again = try SQLiteStore(directory: link)
        #expect(
            try again.makeReader(connections: 1).read { try $0.rows("SELECT 1", []).count } == 1)
    }

    @Test("a damaged page is found by the check of the file", arguments: 0..<UInt64(40))
    func damagedPages(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let fixture = try SQLiteFixture()
        let open = try OpenShop(fixture)
        try open.save { changes in
            for number in 0..<200 as Range<Int64> {
                changes.reservations.append(.init(.fixture(1_000 + number), isNew: true))
                changes.catalog.append(
                    .item(
                        .fixture(id: .fixture(10 + number), sku: "P\(number)"),
                        ItemProfile(title: "Item \(number)"), isNew: true))
            }
        }
        try fixture.sqlite.close()
        var bytes = contents(fixture.directory.path + "/holdfast.db")
        let image = try TemporaryDirectory()
        let place = Int(random.number(100...Int64(bytes.count - 1_024)))
        for index in place..<(place + 1_024) { bytes[index] = UInt8(random.number(0...255)) }
        try write(bytes, to: image.path + "/holdfast.db")
        // Whatever it meets, it says so or serves on; it never ends the process.
        do {
            let store = try SQLiteStore(directory: image.path)
            _ = try store.residents()
            _ = try store.integrityProblems()
            _ = try store.makeReader(connections: 1).read { snapshot in
                try Recount.differences(of: OpenShop.tenant.id, in: snapshot)
            }
        } catch is SQLiteOpenError {
        } catch is StoreError {
        }
    }
}
