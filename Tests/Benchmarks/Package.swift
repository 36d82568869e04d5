// swift-tools-version: 6.2

import PackageDescription

let settings: [SwiftSetting] = [
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let package = Package(
    name: "Benchmarks",
    platforms: [.macOS(.v26)],
    dependencies: [
        .package(name: "aurora-dsql-swift", path: "../..")
    ],
    targets: [
        .target(
            name: "CTokenFloor",
            cSettings: [.unsafeFlags(["-O2"])],
            linkerSettings: [.linkedLibrary("crypto")]
        ),
        .executableTarget(
            name: "token-benchmark",
            dependencies: [
                "CTokenFloor",
                .product(name: "AuroraDSQLCredentials", package: "aurora-dsql-swift"),
            ],
            path: "Sources/TokenBenchmark",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "client-benchmark",
            dependencies: [
                .product(name: "AuroraDSQL", package: "aurora-dsql-swift"),
                .product(name: "AuroraDSQLCredentials", package: "aurora-dsql-swift"),
                .product(name: "AuroraDSQLLibpq", package: "aurora-dsql-swift"),
            ],
            path: "Sources/ClientBenchmark",
            swiftSettings: settings
        ),
    ]
)
