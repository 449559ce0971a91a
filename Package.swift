// swift-tools-version: 6.2
// The rooms of Holdfast and the arrows between them. ARCHITECTURE.md tells what each is for;
// Tests/TidyTests checks every import against this list.
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    // Rooms call one another for every request: docs/decisions/0006-fewer-instructions.md.
    .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release)),
]

/// For rooms whose tests look inside: in the optimized build too, so that one build serves the
/// program and the tests.
let testable: [SwiftSetting] = [.unsafeFlags(["-enable-testing"])]

let package = Package(
    name: "holdfast",
    products: [
        .executable(name: "holdfast", targets: ["holdfast"]),
        .executable(name: "bench", targets: ["bench"]),
    ],
    targets: [
        // The rules. They import nothing.
        .target(name: "Domain", swiftSettings: strict),

        // Bytes in, bytes out.
        .target(name: "JSON", swiftSettings: strict),
        .target(name: "HTTP", dependencies: ["Platform", "CSys"], swiftSettings: strict),

        // The operating system: clock, randomness, threads, digests.
        .target(name: "Platform", dependencies: ["CSys", "CSodium"], swiftSettings: strict),

        // The one road: a command is queued, decided, written, answered.
        .target(name: "Store", dependencies: ["Domain"], swiftSettings: strict),
        .target(
            name: "SQLiteStore", dependencies: ["Store", "Domain", "Platform", "CSQLite"],
            swiftSettings: strict),
        .target(
            name: "PostgresStore", dependencies: ["Store", "Domain", "Platform", "CPostgres"],
            swiftSettings: strict),
        .target(name: "Engine", dependencies: ["Store", "Domain"], swiftSettings: strict),
        .target(
            name: "API", dependencies: ["Engine", "Store", "Domain", "HTTP", "JSON", "Platform"],
            swiftSettings: strict + testable),

        // C libraries: a module map and a shim, nothing else.
        .systemLibrary(
            name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(
            name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(
            name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        .systemLibrary(name: "CSys"),

        // What a small shop did in sixty days, as commands.
        .target(name: "Demo", dependencies: ["Domain"], swiftSettings: strict),

        // Programs.
        .executableTarget(
            name: "holdfast",
            dependencies: [
                "API", "Demo", "Engine", "PostgresStore", "SQLiteStore", "Store", "Domain",
                "HTTP", "JSON", "Platform",
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "bench",
            dependencies: [
                "API", "Engine", "SQLiteStore", "Store", "Domain", "JSON", "Platform", "CSys",
            ],
            swiftSettings: strict),

        // Tests: one target per room.
        .target(
            name: "TestSupport", dependencies: ["Engine", "Store", "SQLiteStore", "Domain"],
            path: "Tests/TestSupport", swiftSettings: strict),
        .testTarget(
            name: "DomainTests", dependencies: ["Domain", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "JSONTests", dependencies: ["JSON"], swiftSettings: strict),
        .testTarget(
            name: "HTTPTests", dependencies: ["HTTP", "Platform"], swiftSettings: strict),
        .testTarget(
            name: "StoreTests", dependencies: ["Store", "Domain", "TestSupport"],
            swiftSettings: strict),
        // What every store does, proved on each of them.
        .target(
            name: "StoreContract",
            dependencies: ["SQLiteStore", "Store", "Domain", "CSQLite", "TestSupport"],
            path: "Tests/StoreContract", swiftSettings: strict),
        .testTarget(
            name: "SQLiteStoreTests",
            dependencies: ["SQLiteStore", "Store", "Domain", "StoreContract", "TestSupport"],
            swiftSettings: strict),
        .target(
            name: "TestPostgres", dependencies: ["PostgresStore"], path: "Tests/TestPostgres",
            swiftSettings: strict),
        .testTarget(
            name: "PostgresStoreTests",
            dependencies: [
                "PostgresStore", "SQLiteStore", "Store", "Domain", "Platform", "TestPostgres",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "EngineTests",
            dependencies: ["Engine", "Store", "SQLiteStore", "Domain", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "APITests",
            dependencies: ["API", "Engine", "Store", "Domain", "HTTP", "JSON"],
            swiftSettings: strict),
        .testTarget(
            name: "DemoTests", dependencies: ["Demo", "Domain"], swiftSettings: strict),
        .testTarget(
            name: "SimulationTests",
            dependencies: ["Engine", "Store", "SQLiteStore", "Domain", "TestSupport"],
            swiftSettings: strict),
        .testTarget(name: "TidyTests", swiftSettings: strict),
    ]
)
