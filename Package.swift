// swift-tools-version: 6.2

import PackageDescription

let settings: [SwiftSetting] = [
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .treatWarning("ExplicitSendable", as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
]

let log = Target.Dependency.product(name: "Logging", package: "swift-log")

// Resolved only where the trait is on.
let serviceLifecycle = Target.Dependency.product(
    name: "ServiceLifecycle",
    package: "swift-service-lifecycle",
    condition: .when(traits: ["ServiceLifecycleSupport"])
)

// Set by whoever makes a release; a plain build does not know its commit.
let commit = Context.environment["DSQL_COMMIT"] ?? ""

// PostgresNIO and what the driver on it needs of SwiftNIO; resolved only where the trait is on.
let postgresNIO: [Target.Dependency] = [
    ("PostgresNIO", "postgres-nio"), ("NIOCore", "swift-nio"), ("NIOPosix", "swift-nio"), ("NIOTLS", "swift-nio"),
    ("NIOSSL", "swift-nio-ssl"),
].map { .product(name: $0, package: $1, condition: .when(traits: ["PostgresNIOSupport"])) }

let package = Package(
    name: "aurora-dsql-swift",
    platforms: [.macOS(.v26)],
    products: [
        .library(name: "AuroraDSQLCredentials", targets: ["AuroraDSQLCredentials"]),
        .library(name: "AuroraDSQL", targets: ["AuroraDSQL"]),
        .library(name: "AuroraDSQLLibpq", targets: ["AuroraDSQLLibpq"]),
        .library(name: "AuroraDSQLPostgresNIO", targets: ["AuroraDSQLPostgresNIO"]),
        .executable(name: "dsql", targets: ["DSQLCommand"]),
    ],
    traits: [
        .trait(
            name: "ServiceLifecycleSupport",
            description: "Lets a client be run as a service of swift-service-lifecycle."
        ),
        .trait(
            name: "PostgresNIOSupport",
            description: "Builds the driver on PostgresNIO, in the module AuroraDSQLPostgresNIO."
        ),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/vapor/postgres-nio", from: "1.33.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.81.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.30.0"),
    ],
    targets: [
        .systemLibrary(name: "CLibcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CLibcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CLibssl", providers: [.apt(["libssl-dev"])]),
        .target(name: "CBuild", cSettings: [.define("DSQL_COMMIT", to: "\"\(commit)\"")]),
        .target(
            name: "AuroraDSQLCredentials",
            dependencies: ["CLibcrypto", "CLibcurl", log],
            swiftSettings: settings
        ),
        .target(
            name: "AuroraDSQL",
            dependencies: ["AuroraDSQLCredentials", log, serviceLifecycle],
            swiftSettings: settings
        ),
        .systemLibrary(name: "CEpoll"),
        .systemLibrary(name: "CLibpq", providers: [.apt(["libpq-dev"])]),
        .target(
            name: "AuroraDSQLLibpq",
            dependencies: ["AuroraDSQL", "AuroraDSQLCredentials", "CEpoll", "CLibpq", log],
            swiftSettings: settings
        ),
        .target(
            name: "AuroraDSQLPostgresNIO",
            dependencies: ["AuroraDSQL", "AuroraDSQLCredentials", log] + postgresNIO,
            swiftSettings: settings
        ),
        .executableTarget(
            name: "DSQLCommand",
            dependencies: [
                "AuroraDSQL", "AuroraDSQLCredentials", "CBuild", "CLibssl", log,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "TestSupport",
            dependencies: ["AuroraDSQLCredentials", "AuroraDSQL", log],
            path: "Tests/TestSupport",
            exclude: [
                "Chain/chain_server.py", "Chain/moto_server.py", "HTTP/loopback_server.py", "doctor_server.py",
                "peak_memory.py", "pseudo_terminal.py", "typist.py",
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "AuroraDSQLCredentialsTests",
            dependencies: ["AuroraDSQLCredentials", "TestSupport", log],
            exclude: ["Fixtures"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "AuroraDSQLTests",
            dependencies: ["AuroraDSQL", "AuroraDSQLCredentials", "TestSupport", log, serviceLifecycle],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "libpq-probe",
            dependencies: ["AuroraDSQLLibpq", "AuroraDSQL", "AuroraDSQLCredentials", log],
            path: "Tests/LibpqProbe",
            swiftSettings: settings
        ),
        .testTarget(
            name: "AuroraDSQLLibpqTests",
            dependencies: [
                "libpq-probe", "AuroraDSQLLibpq", "AuroraDSQL", "AuroraDSQLCredentials", "TestSupport", log,
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "AuroraDSQLPostgresNIOTests",
            dependencies: [
                "AuroraDSQLPostgresNIO", "AuroraDSQL", "AuroraDSQLCredentials", "TestSupport", log,
            ] + postgresNIO,
            swiftSettings: settings
        ),
        .testTarget(
            name: "DSQLCommandTests",
            dependencies: ["TestSupport", "DSQLCommand"],
            swiftSettings: settings
        ),
    ]
)
