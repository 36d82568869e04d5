import AuroraDSQLCredentials
import Foundation
import Testing

@Suite struct DifferentialTests {
    private static let remedy =
        "Install it with \"python3 -m pip install botocore==1.43.11\", or name in DSQL_TEST_PYTHON a Python that has it."

    private static let script = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Scripts/botocore_tokens.py").standardizedFileURL

    @Test func `random tokens are byte for byte botocore's`() throws {
        let environment = ProcessInfo.processInfo.environment
        let seed = environment["DSQL_TEST_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 0...999_999_999)
        print("Differential run against botocore: DSQL_TEST_SEED=\(seed)")
        var random = SeededRandom(seed: seed)
        let cases = (0..<1_000).map { DifferentialCase(index: $0, using: &random) }
        let expected = try Self.botocore(cases, python: environment["DSQL_TEST_PYTHON"] ?? "python3")
        try #require(expected.count == cases.count)
        let signer = SigV4Signer()
        for (sample, token) in zip(cases, expected) {
            let made = try sample.signed(by: signer)
            #expect(made == token, "DSQL_TEST_SEED=\(seed)")
        }
    }

    /// Has botocore make the tokens.
    private static func botocore(_ cases: [DifferentialCase], python: String) throws -> [String] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "dsql-differential-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // Files, not pipes: a pipe that nobody reads for a moment would stop both sides.
        let (input, output, errors) = (
            folder.appending(path: "in"), folder.appending(path: "out"), folder.appending(path: "err")
        )
        let encoder = JSONEncoder()
        let lines = try cases.map { try encoder.encode($0) + Data("\n".utf8) }
        try lines.reduce(into: Data()) { $0 += $1 }.write(to: input)
        for file in [output, errors] { try Data().write(to: file) }

        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [python, script.path]
        process.standardInput = try FileHandle(forReadingFrom: input)
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let words = String(decoding: try Data(contentsOf: errors), as: UTF8.self)
            // 3 is the script's own word for it; 127 is the shell's for an interpreter that does not exist.
            let advice = [3, 127].contains(process.terminationStatus) ? remedy : ""
            throw BotocoreFailed(description: "\(python) could not make tokens with botocore. \(advice)\n\(words)")
        }
        let decoder = JSONDecoder()
        return try Data(contentsOf: output).split(separator: UInt8(ascii: "\n")).map {
            try decoder.decode(String.self, from: $0)
        }
    }

    private struct BotocoreFailed: Error, CustomStringConvertible { let description: String }
}
