import Domain
import Platform
import Store
import Synchronization

/// Reads the open reservations of all tenants on a thread of its own, while another reads what
/// they refer to: with a million of them a start takes half the time.
final class ReservationReading: Sendable {
    private struct Found {
        var books: [ID<Tenant>: ReservationBook] = [:]
        var failure: StoreError?
    }

    private let found = Mutex(Found())
    private let file: String
    private let tenants: [ID<Tenant>]

    init(_ file: String, of tenants: [ID<Tenant>]) {
        self.file = file
        self.tenants = tenants
    }

    /// Starts the thread; whoever does waits for its end.
    func start() -> NamedThread {
        NamedThread.start(name: "reservations") { [self] in
            do throws(StoreError) {
                try read()
            } catch {
                found.withLock { $0.failure = error }
            }
        }
    }

    /// Hands over the book of a tenant, once the thread has ended: nobody else refers to it then,
    /// so that nothing is copied when a shop takes it.
    func takeBook(of tenant: ID<Tenant>) throws(StoreError) -> ReservationBook {
        if let failure = found.withLock({ $0.failure }) { throw failure }
        return found.withLock { $0.books.removeValue(forKey: tenant) } ?? ReservationBook()
    }

    private func read() throws(StoreError) {
        let connection = try Connection(path: file, isReadOnly: true)
        for tenant in tenants {
            let book = try book(of: tenant, in: connection)
            found.withLock { $0.books[tenant] = book }
        }
    }

    private func book(
        of tenant: ID<Tenant>, in connection: Connection
    ) throws(StoreError) -> ReservationBook {
        var book = ReservationBook()
        let rows = try connection.statement(RebuildSQL.openReservations)
        rows.bind(1, tenant.rawValue)
        defer { rows.reset() }
        let row = Cursor(rows, of: "reservation")
        while try rows.step() { book.restore(try ReservationRow.decode(row)) }
        return book
    }
}
