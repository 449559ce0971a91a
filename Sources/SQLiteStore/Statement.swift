import CSQLite
import Store

/// One prepared statement. Wraps C: `unsafe` may stand here.
///
/// Bound values are copied, so nothing needs to outlive the call. After `run`, and after the last
/// row, it forgets texts and blobs and can be bound again; whole numbers stay until others are
/// bound in their place, because rows of one kind have most of them in common.
@safe
final class Statement {
    private let handle: OpaquePointer
    private unowned let connection: Connection
    private var arena = Arena()
    /// What each parameter is bound to, as far as it is kept. Held by hand, because each access to
    /// an array of an object is checked for others, which costs more than to bind.
    private let bound: UnsafeMutableBufferPointer<Bound>
    /// The first failure of a `bind`, reported by the step after it.
    private var bindFailure = SQLITE_OK

    private enum Bound: Equatable {
        case null
        case integer(Int64)
        case bytes
    }

    init(_ handle: OpaquePointer, of connection: Connection) {
        unsafe self.handle = unsafe handle
        self.connection = connection
        let count = unsafe sqlite3_bind_parameter_count(handle)
        unsafe bound = .allocate(capacity: Int(count))
        unsafe bound.initialize(repeating: .null)
    }

    deinit {
        unsafe sqlite3_finalize(handle)
        unsafe bound.deallocate()
    }

    // MARK: Binding

    func bind(_ index: Int32, _ value: Int64) {
        guard isNew(.integer(value), at: index) else { return }
        note(unsafe sqlite3_bind_int64(handle, index, value))
    }

    func bind(_ index: Int32, _ value: Int64?) {
        guard let value else { return bindNull(index) }
        bind(index, value)
    }

    func bind(_ index: Int32, _ value: String) {
        var value = value
        value.withUTF8 { bytes in
            let place = unsafe arena.copy(UnsafeRawBufferPointer(bytes))
            unsafe bind(index, text: place, count: bytes.count)
        }
    }

    func bind(_ index: Int32, _ value: String?) {
        guard let value else { return bindNull(index) }
        bind(index, value)
    }

    /// Binds as text the UTF-8 that `write` writes, at most `capacity` bytes.
    func bind(_ index: Int32, upTo capacity: Int, _ write: (inout OutputSpan<UInt8>) -> Void) {
        let bytes = unsafe arena.fill(upTo: capacity, write)
        if let place = bytes.baseAddress { unsafe bind(index, text: place, count: bytes.count) }
    }

    func bind(_ index: Int32, blob: [UInt8]) {
        unsafe blob.withUnsafeBytes { bytes in
            let place = unsafe arena.copy(bytes)
            // No destructor: the arena keeps the bytes until after the step.
            _ = isNew(.bytes, at: index)
            note(unsafe sqlite3_bind_blob64(handle, index, place, UInt64(bytes.count), nil))
        }
    }

    func bind(_ index: Int32, blob: [UInt8]?) {
        guard let blob else { return bindNull(index) }
        bind(index, blob: blob)
    }

    func bindNull(_ index: Int32) {
        guard isNew(.null, at: index) else { return }
        note(unsafe sqlite3_bind_null(handle, index))
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

    private func bind(_ index: Int32, text place: UnsafeRawPointer, count: Int) {
        _ = isNew(.bytes, at: index)
        note(
            unsafe sqlite3_bind_text64(
                handle, index, place.assumingMemoryBound(to: CChar.self), UInt64(count), nil,
                UInt8(SQLITE_UTF8)))
    }

    /// Whether a parameter is bound to something else, and notes the new value. Parameters count
    /// from 1; of one that is not there SQLite tells.
    private func isNew(_ value: Bound, at index: Int32) -> Bool {
        guard index > 0, unsafe index <= bound.count else { return true }
        guard unsafe bound[Int(index) - 1] != value else { return false }
        unsafe bound[Int(index) - 1] = value
        return true
    }

    private func note(_ code: Int32) {
        if code != SQLITE_OK, bindFailure == SQLITE_OK { bindFailure = code }
    }

    // MARK: Running

    /// Runs a statement that answers no rows.
    func run() throws(StoreError) {
        while try step() {}
    }

    /// The same with a blob that is not copied.
    func run(_ index: Int32, blob: [UInt8]) throws(StoreError) {
        guard !blob.isEmpty else {
            // It has no address, which would be NULL.
            bind(index, blob: blob)
            return try run()
        }
        try unsafe blob.span.bytes.withUnsafeBytes { (bytes) throws(StoreError) in
            _ = isNew(.bytes, at: index)
            note(
                unsafe sqlite3_bind_blob64(
                    handle, index, bytes.baseAddress, UInt64(bytes.count), nil))
            try run()
        }
    }

    /// Goes to the next row, whose columns can then be read; false after the last.
    func step() throws(StoreError) -> Bool {
        guard bindFailure == SQLITE_OK else {
            defer { reset() }
            throw connection.error(bindFailure)
        }
        let code = unsafe sqlite3_step(handle)
        if code == SQLITE_ROW { return true }
        // The message is asked for before the reset, which may change it.
        let failure = code == SQLITE_DONE ? nil : connection.error(code)
        reset()
        if let failure { throw failure }
        return false
    }

    /// Forgets the rows that were not read, and the texts and blobs that are bound.
    func reset() {
        unsafe sqlite3_reset(handle)
        for index in 0..<(unsafe bound.count) where unsafe bound[index] == .bytes {
            bindNull(Int32(index) + 1)
        }
        arena.removeAll()
        guard bindFailure != SQLITE_OK else { return }
        // What is bound is not what was noted.
        unsafe sqlite3_clear_bindings(handle)
        unsafe bound.update(repeating: .null)
        bindFailure = SQLITE_OK
    }

    /// Calls `body` for each row; `values` are its columns.
    func forEachRow(_ body: (_ values: [SQLValue]) throws -> Void) throws {
        defer { reset() }
        let count = unsafe sqlite3_column_count(handle)
        while try step() {
            try body((0..<count).map { value(at: $0) })
        }
    }

    /// All rows.
    func rows(_ table: String) throws(StoreError) -> [Row] {
        defer { reset() }
        var found: [Row] = []
        let count = unsafe sqlite3_column_count(handle)
        while try step() {
            found.append(Row(table: table, values: (0..<count).map { value(at: $0) }))
        }
        return found
    }

    // MARK: The row that `step` went to

    func isNull(at column: Int32) -> Bool {
        unsafe sqlite3_column_type(handle, column) == SQLITE_NULL
    }

    /// Nil where it is no integer.
    func integer(at column: Int32) -> Int64? {
        guard unsafe sqlite3_column_type(handle, column) == SQLITE_INTEGER else { return nil }
        return unsafe sqlite3_column_int64(handle, column)
    }

    /// Nil where it is no text.
    func text(at column: Int32) -> String? {
        guard unsafe sqlite3_column_type(handle, column) == SQLITE_TEXT else { return nil }
        return unsafe String(decoding: bytes(at: column), as: UTF8.self)
    }

    /// The bytes of a text or a blob; nil where it is neither.
    func bytes(at column: Int32) -> [UInt8]? {
        switch unsafe sqlite3_column_type(handle, column) {
        case SQLITE_TEXT, SQLITE_BLOB: unsafe Array(bytes(at: column))
        default: nil
        }
    }

    private func value(at column: Int32) -> SQLValue {
        switch unsafe sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER: .integer(unsafe sqlite3_column_int64(handle, column))
        case SQLITE_TEXT: .text(unsafe String(decoding: bytes(at: column), as: UTF8.self))
        case SQLITE_BLOB: .blob(unsafe Array(bytes(at: column)))
        default: .null
        }
    }

    /// Valid until the next step.
    private func bytes(at column: Int32) -> UnsafeRawBufferPointer {
        // A blob's bytes are a text's too; of an empty one there is no address.
        let start = unsafe sqlite3_column_blob(handle, column)
        let count = unsafe sqlite3_column_bytes(handle, column)
        return unsafe UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : Int(count))
    }
}
