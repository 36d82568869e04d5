// swift-tools-version: 6.2

// A package of its own: nothing else here needs PostgresNIO.

import PackageDescription

let package = Package(
    name: "PostgresNIOBenchmarks",
    platforms: [.macOS(.v26)],
    dependencies: [
        .package(name: "aurora-dsql-swift", path: "../../..", traits: ["PostgresNIOSupport"]),
        .package(url: "https://github.com/vapor/postgres-nio", from: "1.33.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
    ],
    targets: [
        .executableTarget(
            name: "postgresnio-benchmark",
            dependencies: [
                .product(name: "AuroraDSQL", package: "aurora-dsql-swift"),
                .product(name: "AuroraDSQLCredentials", package: "aurora-dsql-swift"),
                .product(name: "AuroraDSQLLibpq", package: "aurora-dsql-swift"),
                .product(name: "AuroraDSQLPostgresNIO", package: "aurora-dsql-swift"),
                .product(name: "PostgresNIO", package: "postgres-nio"),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Sources/PostgresNIOBenchmark"
        )
    ]
)
