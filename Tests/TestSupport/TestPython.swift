import Foundation

/// The Python that tests talk to.
package enum TestPython {
    /// `python3`, or what the environment variable `DSQL_TEST_PYTHON` names.
    package static var interpreter: String {
        ProcessInfo.processInfo.environment["DSQL_TEST_PYTHON"].flatMap { $0.isEmpty ? nil : $0 } ?? "python3"
    }

    /// The path of a script in this folder.
    package static func script(_ path: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(path).path
    }
}
