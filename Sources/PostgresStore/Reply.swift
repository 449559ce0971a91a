import CPostgres
import Store

/// One message of results from the server. Wraps C: `unsafe` may stand here.
@safe
final class Reply {
    private let handle: OpaquePointer
    /// The OID of each column's type.
    let types: [UInt32]
    let rowCount: Int

    enum Kind {
        /// Done; with rows, if it answers any.
        case success
        /// One row of many.
        case row
        /// Everything that was asked for until here was answered.
        case sync
        /// Skipped, because something before it failed.
        case skipped
        case failure
    }

    init(_ handle: OpaquePointer) {
        unsafe self.handle = unsafe handle
        types = (0..<(unsafe PQnfields(handle))).map { unsafe PQftype(handle, $0) }
        rowCount = Int(unsafe PQntuples(handle))
    }

    deinit {
        unsafe PQclear(handle)
    }

    var kind: Kind {
        switch unsafe PQresultStatus(handle) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK: .success
        case PGRES_SINGLE_TUPLE: .row
        case PGRES_PIPELINE_SYNC: .sync
        case PGRES_PIPELINE_ABORTED: .skipped
        default: .failure
        }
    }

    /// Such as `COMMIT` or `INSERT 0 1`.
    var command: String { unsafe String(cString: PQcmdStatus(handle)) }

    /// Rows that were written or read.
    var affected: Int { Int(unsafe String(cString: PQcmdTuples(handle))) ?? 0 }

    // MARK: A failure

    /// Five characters; empty where the failure is the connection's.
    var state: String {
        guard let text = unsafe cpostgres_state(handle) else { return "" }
        return unsafe String(cString: text)
    }

    /// Without the values of a row: the server puts them into fields that are not read here, and
    /// into the messages of one class of errors, whose text is left out.
    var message: String {
        if state.hasPrefix("22") { return "a value that the database does not take" }
        guard let text = unsafe cpostgres_message(handle) else {
            return "the connection to the database failed"
        }
        let message = unsafe String(cString: text)
        guard let name = unsafe cpostgres_constraint(handle) else { return message }
        let constraint = unsafe String(cString: name)
        return message.contains(constraint) ? message : "\(message) [\(constraint)]"
    }

    // MARK: Values

    func isNull(_ row: Int, _ column: Int) -> Bool {
        unsafe PQgetisnull(handle, Int32(row), Int32(column)) == 1
    }

    /// Nil where it is no integer.
    func integer(_ row: Int, _ column: Int) -> Int64? {
        guard !isNull(row, column) else { return nil }
        let bytes = unsafe raw(row, column)
        switch (types[column], bytes.count) {
        case (TypeID.int8, 8):
            return unsafe Int64(bigEndian: bytes.loadUnaligned(as: Int64.self))
        case (TypeID.int4, 4):
            return Int64(unsafe Int32(bigEndian: bytes.loadUnaligned(as: Int32.self)))
        case (TypeID.int2, 2):
            return Int64(unsafe Int16(bigEndian: bytes.loadUnaligned(as: Int16.self)))
        case (TypeID.bool, 1): return unsafe bytes[0] == 0 ? 0 : 1
        default: return nil
        }
    }

    /// The bytes of a text or a blob; nil where it is neither.
    func bytes(_ row: Int, _ column: Int) -> [UInt8]? {
        guard isText(column) || types[column] == TypeID.bytea, !isNull(row, column) else {
            return nil
        }
        return unsafe Array(raw(row, column))
    }

    /// Nil where it is no text.
    func text(_ row: Int, _ column: Int) -> String? {
        guard isText(column), !isNull(row, column) else { return nil }
        return unsafe String(decoding: raw(row, column), as: UTF8.self)
    }

    /// Nil for a type that the schema does not have.
    func value(_ row: Int, _ column: Int) -> SQLValue? {
        if isNull(row, column) { return .null }
        if let text = text(row, column) { return .text(text) }
        if let bytes = bytes(row, column) { return .blob(bytes) }
        return integer(row, column).map { .integer($0) }
    }

    private func isText(_ column: Int) -> Bool {
        switch types[column] {
        case TypeID.text, TypeID.varchar, TypeID.name: true
        default: false
        }
    }

    private func raw(_ row: Int, _ column: Int) -> UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(
            start: PQgetvalue(handle, Int32(row), Int32(column)),
            count: Int(PQgetlength(handle, Int32(row), Int32(column))))
    }
}
