// swift-tools-version: 6.2

import PackageDescription

// The module under test is compiled again here, from the same files by way of links: a fuzzer sees only code that was
// built for it, and what a test may see of the module is visible within one package only.
let settings: [SwiftSetting] = [
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
]

/// One program for each property; it has a folder of one file in Sources and its corpus in Corpus.
let properties = ["JSONAnswers", "Dates", "URLs", "SharedConfiguration", "XMLAnswers", "Tokens", "ConnectionURLs"]

let package = Package(
    name: "fuzz",
    platforms: [.macOS(.v26)],
    dependencies: [.package(url: "https://github.com/apple/swift-log", from: "1.6.0")],
    targets: [
        .systemLibrary(name: "CLibcrypto"),
        .systemLibrary(name: "CLibcurl"),
        .target(
            name: "AuroraDSQLCredentials",
            dependencies: ["CLibcrypto", "CLibcurl", .product(name: "Logging", package: "swift-log")],
            swiftSettings: settings
        ),
        .target(
            name: "AuroraDSQL",
            dependencies: ["AuroraDSQLCredentials", .product(name: "Logging", package: "swift-log")],
            swiftSettings: settings
        ),
        .target(
            name: "FuzzProperties",
            dependencies: ["AuroraDSQL", "AuroraDSQLCredentials"],
            swiftSettings: settings
        ),
    ]
        + properties.map {
            .executableTarget(name: "Fuzz\($0)", dependencies: ["FuzzProperties"], swiftSettings: settings)
        }
)
