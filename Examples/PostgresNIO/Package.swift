// swift-tools-version: 6.2

// Programs that use Aurora DSQL through PostgresNIO. A package of their own: nothing else needs PostgresNIO or a web server.

import PackageDescription

let package = Package(
    name: "aurora-dsql-swift-postgresnio-examples",
    platforms: [.macOS(.v26)],
    dependencies: [
        .package(name: "aurora-dsql-swift", path: "../..", traits: ["PostgresNIOSupport", "ServiceLifecycleSupport"]),
        .package(url: "https://github.com/vapor/postgres-nio", from: "1.33.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.81.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.20.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
    ],
    targets: [
        .target(
            name: "Guides",
            dependencies: [
                .product(name: "AuroraDSQLPostgresNIO", package: "aurora-dsql-swift"),
                .product(name: "AuroraDSQL", package: "aurora-dsql-swift"),
                .product(name: "AuroraDSQLCredentials", package: "aurora-dsql-swift"),
                .product(name: "PostgresNIO", package: "postgres-nio"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .executableTarget(
            name: "AccountService",
            dependencies: [
                .product(name: "AuroraDSQLPostgresNIO", package: "aurora-dsql-swift"),
                .product(name: "AuroraDSQL", package: "aurora-dsql-swift"),
                .product(name: "AuroraDSQLCredentials", package: "aurora-dsql-swift"),
                .product(name: "PostgresNIO", package: "postgres-nio"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
    ]
)
