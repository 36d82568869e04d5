// swift-tools-version: 6.2

// The code of the README and of the guides, as programs that are built and run against the stand-in.

import PackageDescription

let package = Package(
    name: "aurora-dsql-swift-examples",
    platforms: [.macOS(.v26)],
    dependencies: [
        .package(name: "aurora-dsql-swift", path: ".."),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
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
