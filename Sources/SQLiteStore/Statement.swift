import CSQLite
import Store

/// One prepared statement. Every unsafe call of this room is in this file and in `Connection`.
///
/// Bound values are copied, so nothing needs to outlive the call. After `run` or `rows` it is
/// reset and can be bound again.
@safe
final class Statement {
    private let handle: OpaquePointer
    private unowned let connection: Connection

    init(_ handle: OpaquePointer, of connection: Connection) {
        unsafe self.handle = unsafe handle
        self.connection = connection
    }

    deinit {
        unsafe sqlite3_finalize(handle)
    }

    func bind(_ index: Int32, _ value: Int64) {
        unsafe sqlite3_bind_int64(handle, index, value)
    }

    func bind(_ index: Int32, _ value: Int64?) {
        guard let value else { return bindNull(index) }
        bind(index, value)
    }

    func bind(_ index: Int32, _ value: String) {
        var value = value
        value.withUTF8 { bytes in
            unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
                // An empty string has no address; SQLite would take that for NULL.
                _ =
                    characters.isEmpty
                    ? unsafe csqlite_bind_text(handle, index, "", 0)
                    : unsafe csqlite_bind_text(
                        handle, index, characters.baseAddress, Int32(characters.count))
            }
        }
    }

    func bind(_ index: Int32, _ value: String?) {
        guard let value else { return bindNull(index) }
        bind(index, value)
    }

    /// Binds UTF-8 bytes as text.
    func bind(_ index: Int32, text: [UInt8]) {
        unsafe text.withUnsafeBufferPointer { bytes in
            unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
                _ =
                    characters.isEmpty
                    ? unsafe csqlite_bind_text(handle, index, "", 0)
                    : unsafe csqlite_bind_text(
                        handle, index, characters.baseAddress, Int32(characters.count))
            }
        }
    }

    func bind(_ index: Int32, blob: [UInt8]) {
        unsafe blob.withUnsafeBytes { bytes in
            _ = unsafe csqlite_bind_blob(handle, index, bytes.baseAddress, Int32(bytes.count))
        }
    }

    func bindNull(_ index: Int32) {
        unsafe sqlite3_bind_null(handle, index)
    }

    func bind(_ values: [SQLValue]) {
        for (index, value) in zip(Int32(1)..., values) {
            switch value {
            case .null: bindNull(index)
            case .integer(let number): bind(index, number)
            case .text(let text): bind(index, text)
            case .blob(let bytes): bind(index, blob: bytes)
            }
        }
    }

    /// Runs a statement that answers no rows.
    func run() throws(StoreError) {
        let code = unsafe sqlite3_step(handle)
        unsafe sqlite3_reset(handle)
        guard code == SQLITE_DONE || code == SQLITE_ROW else { throw connection.error(code) }
    }

    /// Calls `body` for each row; `values` are its columns.
    func forEachRow(_ body: (_ values: [SQLValue]) throws -> Void) throws {
        defer { unsafe sqlite3_reset(handle) }
        while true {
            let code = unsafe sqlite3_step(handle)
            guard code == SQLITE_ROW else {
                try connection.check(code)
                return
            }
            let count = unsafe sqlite3_column_count(handle)
            try body((0..<count).map { value(at: $0) })
        }
    }

    /// All rows.
    func rows(_ table: String) throws(StoreError) -> [Row] {
        var found: [Row] = []
        do {
            try forEachRow { found.append(Row(table: table, values: $0)) }
        } catch let error as StoreError {
            throw error
        } catch {
            throw .unavailable("\(error)")
        }
        return found
    }

    private func value(at column: Int32) -> SQLValue {
        switch unsafe sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER: return .integer(unsafe sqlite3_column_int64(handle, column))
        case SQLITE_TEXT:
            let bytes = unsafe UnsafeRawBufferPointer(
                start: sqlite3_column_text(handle, column),
                count: Int(sqlite3_column_bytes(handle, column)))
            return .text(unsafe String(decoding: bytes, as: UTF8.self))
        case SQLITE_BLOB:
            let bytes = unsafe UnsafeRawBufferPointer(
                start: sqlite3_column_blob(handle, column),
                count: Int(sqlite3_column_bytes(handle, column)))
            return .blob(unsafe Array(bytes))
        default: return .null
        }
    }
}
