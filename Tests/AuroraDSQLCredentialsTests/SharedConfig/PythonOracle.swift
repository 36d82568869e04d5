import AuroraDSQLCredentials
import Foundation
import TestSupport
import Testing

/// Asks a Python script among the fixtures: JSON in, JSON out.
enum PythonOracle {
    /// Why a script gave no answer.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// The interpreter: `DSQL_TEST_PYTHON`, or `python3`.
    static var interpreter: String {
        let named = ProcessInfo.processInfo.environment["DSQL_TEST_PYTHON"] ?? ""
        return named.isEmpty ? "python3" : named
    }

    /// Runs a script of `Fixtures/python`.
    static func ask(_ script: String, _ question: JSONValue) throws -> JSONValue {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let input = folder.appendingPathComponent("in.json")
        let output = folder.appendingPathComponent("out.json")
        let errors = folder.appendingPathComponent("err.txt")
        try Data(try question.serialized()).write(to: input)
        try Data().write(to: output)
        try Data().write(to: errors)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [interpreter, "\(FixtureFolder.path("python"))/\(script)"]
        process.standardInput = try FileHandle(forReadingFrom: input)
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let reason = String(decoding: try Data(contentsOf: errors), as: UTF8.self)
            throw Failure(description: "\(interpreter) \(script) failed: \(reason)")
        }
        let bytes = try Data(contentsOf: output)
        return try JSONDecoder().decode(JSONValue.self, from: bytes)
    }
}
