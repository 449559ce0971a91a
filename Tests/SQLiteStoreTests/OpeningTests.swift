import Domain
import Foundation
import SQLiteStore
import Store
import StoreContract
import TestSupport
import Testing

/// Which files are opened, and what is said about the others.
@Suite("Opening")
struct OpeningTests {
    private let folder: TemporaryDirectory
    private var path: String { folder.path + "/holdfast.db" }

    init() throws {
        folder = try TemporaryDirectory()
    }

    private func refusal() -> SQLiteOpenError? {
        #expect(throws: SQLiteOpenError.self) { try SQLiteStore(directory: folder.path) }
    }

    private func fill() throws {
        let store = try SQLiteStore(directory: folder.path)
        try store.save(Sample.batch)
        try store.close()
    }

    @Test("a second owner is refused while the first lives, and let in afterwards")
    func second() throws {
        var first: SQLiteStore? = try SQLiteStore(directory: folder.path)
        let error = refusal()
        #expect(error == .inUse(folder.path + "/holdfast.lock"))
        #expect(error?.description.contains("held by another process") == true)
        #expect(try first?.residents().lastID == 0)
        first = nil
        _ = try SQLiteStore(directory: folder.path)
    }

    @Test("a folder that is not there is refused")
    func noFolder() {
        let error = #expect(throws: SQLiteOpenError.self) {
            try SQLiteStore(directory: folder.path + "/none")
        }
        #expect(error?.description.contains("cannot be created or written") == true)
    }

    @Test("another program's database is refused and left as it was")
    func foreign() throws {
        try RawDatabase.run("CREATE TABLE theirs (a)", in: folder)
        let before = try Data(contentsOf: URL(filePath: path))
        #expect(refusal() == .foreign(path))
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
    }

    @Test("another program's id in the header is refused")
    func applicationID() throws {
        try fill()
        try RawDatabase.run("PRAGMA application_id = 7", in: folder)
        #expect(refusal() == .foreign(path))
    }

    @Test("a step of the schema that is not known names the newer version")
    func newer() throws {
        try fill()
        try RawDatabase.run("INSERT INTO migration VALUES ('9999_later')", in: folder)
        let error = refusal()
        #expect(error == .newer(path, step: "9999_later"))
        #expect(error?.description.contains("newer version (step 9999_later)") == true)
    }

    @Test("text in place of a database is refused as damaged")
    func text() throws {
        try Data(String(repeating: "once upon a time ", count: 900).utf8)
            .write(to: URL(filePath: path))
        #expect(refusal()?.description.contains("is damaged") == true)
    }

    @Test("a file that was cut off is refused as damaged", arguments: [100, 4_096, 9_000, 40_000])
    func truncated(bytes: UInt64) throws {
        try fill()
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        try file.truncate(atOffset: bytes)
        try file.close()
        let error = refusal()
        guard case .damaged(path, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.description.contains("restore a backup") == true)
    }

    @Test("an empty file is refused as damaged: a start that is killed leaves none")
    func empty() throws {
        try Data().write(to: URL(filePath: path))
        #expect(refusal() == .damaged(path, "the file is empty"))
    }

    @Test("what a first start that was killed left behind does not hinder the next")
    func unfinished() throws {
        try Data("half a database".utf8).write(to: URL(filePath: path + ".new"))
        try fill()
        #expect(try SQLiteStore(directory: folder.path).residents().lastID == 40)
        #expect(!FileManager.default.fileExists(atPath: path + ".new"))
    }

    @Test("a link in place of the file is not followed")
    func link() throws {
        try fill()
        let other = try TemporaryDirectory()
        try FileManager.default.createSymbolicLink(
            atPath: other.path + "/holdfast.db", withDestinationPath: path)
        #expect(throws: (any Error).self) { try SQLiteStore(directory: other.path) }
    }

    @Test("a sound file has no problems, and one with a page overwritten has some")
    func integrity() throws {
        try fill()
        let page = try ledgerPage()
        let file = try FileHandle(forUpdating: URL(filePath: path))
        try file.seek(toOffset: (page - 1) * 4_096)
        try file.write(contentsOf: Data(repeating: 0xFF, count: 64))
        try file.close()
        #expect(try !SQLiteStore(directory: folder.path).integrityProblems().isEmpty)
    }

    /// The page of a sound file that the ledger begins at, which nothing reads at the start.
    private func ledgerPage() throws -> UInt64 {
        let store = try SQLiteStore(directory: folder.path)
        #expect(try store.integrityProblems() == [])
        let rows = try store.makeReader(connections: 1).read { snapshot in
            try snapshot.rows("SELECT rootpage FROM sqlite_schema WHERE name = 'movement'", [])
        }
        return UInt64(try #require(rows.first).integer(0))
    }
}
