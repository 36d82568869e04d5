package import Foundation

/// The programs that were built together with the tests.
///
/// ```swift
/// let result = try await Command(BuiltProducts.path(of: "dsql"), ["--version"]).run()
/// ```
package enum BuiltProducts {
    /// Where a program is: beside the tests, or a few folders above where the tests are a bundle.
    ///
    /// `DSQL_TEST_TOOL` names another `dsql` to test, such as the one that `make release` made.
    package static func url(of name: String) throws -> URL {
        if name == "dsql", let path = ProcessInfo.processInfo.environment["DSQL_TEST_TOOL"] {
            guard FileManager.default.isExecutableFile(atPath: path) else { throw Missing(name: name, near: path) }
            return URL(fileURLWithPath: path)
        }
        var folder = URL(fileURLWithPath: testExecutable).deletingLastPathComponent()
        for _ in 0..<5 {
            let candidate = folder.appendingPathComponent(name)
            if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
            folder.deleteLastPathComponent()
        }
        throw Missing(name: name, near: testExecutable)
    }

    /// The path of a program.
    package static func path(of name: String) throws -> String { try url(of: name).path }

    private static var testExecutable: String {
        #if os(Linux)
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        #else
            Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.executablePath ?? CommandLine.arguments[0]
        #endif
    }

    private struct Missing: Error, CustomStringConvertible {
        let name: String
        let near: String

        var description: String { "There is no program \"\(name)\" near \(near); run `swift build` first." }
    }
}
