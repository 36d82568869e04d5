import Foundation
import Testing

/// The outcome of one command.
struct Outcome: Sendable {
    var status: Int32
    var output: String
    var errors: String
}

/// The programs the tests run, all of them real ones.
enum Tool {
    /// The built `dsql-local` beside the test bundle.
    static var dsqlLocal: String {
        let bundle = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        return bundle.deletingLastPathComponent().appending(path: "dsql-local").path
    }

    static var psql: String {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        let newest = versions.compactMap { Int($0) }.max().map { "\(root)/\($0)/bin/psql" }
        return newest ?? "/usr/bin/psql"
    }

    static var python: String { ProcessInfo.processInfo.environment["DSQL_TEST_PYTHON"] ?? "python3" }

    static var tokenScript: String {
        URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Scripts/mint_token.py").standardizedFileURL.path
    }

    /// Runs a program to its end, with an environment of its own.
    static func run(
        _ program: String,
        _ arguments: [String],
        environment: [String: String],
        input: String = ""
    ) async throws -> Outcome {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.environment = environment
        let (output, errors, stdin) = (Pipe(), Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = stdin
        try process.run()
        try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try stdin.fileHandleForWriting.close()
        async let outputText = text(output)
        async let errorText = text(errors)
        let texts = try await (outputText, errorText)
        process.waitUntilExit()
        return Outcome(status: process.terminationStatus, output: texts.0, errors: texts.1)
    }

    /// Reads to the end on a thread of its own: a full pipe must not stop the other.
    @concurrent
    private static func text(_ pipe: Pipe) async throws -> String {
        let handle = pipe.fileHandleForReading
        return try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { String(decoding: try handle.readToEnd() ?? Data(), as: UTF8.self) })
            }
        }
    }
}
