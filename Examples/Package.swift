// swift-tools-version: 6.2

// The code of the README and of the guides, as programs that are built and run against the stand-in.

import PackageDescription

let libpq: [Target.Dependency] = [
    .product(name: "AuroraDSQL", package: "aurora-dsql-swift"),
    .product(name: "AuroraDSQLLibpq", package: "aurora-dsql-swift"),
]

let package = Package(
    name: "aurora-dsql-swift-examples",
    platforms: [.macOS(.v26)],
    dependencies: [
        .package(name: "aurora-dsql-swift", path: "..", traits: ["ServiceLifecycleSupport"]),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .executableTarget(
            name: "MintToken",
            dependencies: [.product(name: "AuroraDSQLCredentials", package: "aurora-dsql-swift")]
        ),
        .target(
            name: "Transfer",
            dependencies: [
                .product(name: "AuroraDSQL", package: "aurora-dsql-swift"),
                .product(name: "AuroraDSQLCredentials", package: "aurora-dsql-swift"),
            ]
        ),
        .executableTarget(name: "Quickstart", dependencies: libpq),
        .executableTarget(name: "LibpqGuide", dependencies: libpq),
        .executableTarget(name: "SingleConnection", dependencies: libpq),
        .executableTarget(name: "ConflictRetry", dependencies: libpq),
        .executableTarget(
            name: "CustomTokenProvider",
            dependencies: libpq + [.product(name: "AuroraDSQLCredentials", package: "aurora-dsql-swift")]
        ),
        .executableTarget(
            name: "Service",
            dependencies: libpq + [
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]
        ),
        .executableTarget(
            name: "ConnectionSettings",
            dependencies: [.product(name: "AuroraDSQL", package: "aurora-dsql-swift")]
        ),
        .executableTarget(
            name: "PasswordCallback",
            dependencies: [.product(name: "AuroraDSQLCredentials", package: "aurora-dsql-swift")]
        ),
        .executableTarget(
            name: "WritingADriver",
            dependencies: [
                .product(name: "AuroraDSQL", package: "aurora-dsql-swift"),
                .product(name: "AuroraDSQLCredentials", package: "aurora-dsql-swift"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
    ]
)
