import Foundation
package import PostgresStore

/// An empty database of one test's own in the shared cluster.
public final class TestDatabase: Sendable {
    public let url: String
    /// No two databases have the same, so that roles may be named after it.
    public let name: String

    public init(on cluster: PrivateCluster? = nil) throws {
        let cluster = try cluster ?? PrivateCluster.shared()
        name = "t" + UUID().uuidString.lowercased().filter { $0 != "-" }
        let connection = try Connection(
            url: cluster.url, by: Deadline(milliseconds: Self.patience))
        try connection.execute(
            "CREATE DATABASE \(name)", by: Deadline(milliseconds: Self.patience))
        url = cluster.url.replacing(#/postgres$/#, with: name)
    }

    /// The same database for another role.
    public func url(of role: String) -> String {
        url.replacing("//holdfast@", with: "//\(role)@")
    }

    /// Milliseconds after which a test fails that waits for a server that does its best.
    public static let patience: Int64 = 30_000
}

extension TestDatabase {
    package func connect(as role: String? = nil) throws -> Connection {
        try Connection(
            url: role.map { url(of: $0) } ?? url, by: Deadline(milliseconds: Self.patience))
    }
}

extension Deadline {
    /// Long enough for a server that does its best.
    package static var patient: Deadline { Deadline(milliseconds: TestDatabase.patience) }
}
