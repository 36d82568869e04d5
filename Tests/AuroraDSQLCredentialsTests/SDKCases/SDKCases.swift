import AuroraDSQLCredentials
import Foundation

/// The data that the AWS SDKs share among themselves, in the folder that the environment variable `SDK_CASES` names.
enum SDKCases {
    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    static let reason: String = "SDK_CASES names no folder with the cases of the AWS SDKs"

    static var folder: String? {
        ProcessInfo.processInfo.environment["SDK_CASES"].flatMap { $0.isEmpty ? nil : $0 }
    }

    static func load(_ name: String) throws -> JSONValue {
        guard let folder, let data = FileManager.default.contents(atPath: "\(folder)/\(name)"),
            let value = JSONValue(parsing: Array(data))
        else { throw Missing(description: "SDK_CASES has no readable \(name)") }
        return value
    }
}
