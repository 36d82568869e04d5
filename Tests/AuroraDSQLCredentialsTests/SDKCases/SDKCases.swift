import AuroraDSQLCredentials
import FoundationEssentials
import TestSupport
import Testing

/// The cases that AWS's SDKs share among themselves; `SDK_CASES` names their folder, which is not part of this project.
enum SDKCases {
    /// The folder.
    static var folder: String? { ProcessInfo.processInfo.environment["SDK_CASES"]?.trimmedOrNil }

    /// Why tests of these cases may not run.
    static let reason: Comment = "SDK_CASES names no folder with the SDKs' shared cases"

    /// The content of a file there; `null` where no folder is named.
    static func json(_ file: String) -> JSONValue {
        guard let folder, let data = FileManager.default.contents(atPath: "\(folder)/\(file)") else { return .null }
        return JSONValue(parsing: Array(data)) ?? .null
    }

    /// One case of a file.
    struct Case: Sendable, CustomStringConvertible {
        let name: String
        let value: JSONValue

        var description: String { name }
    }

    /// The cases of a list, named by a member.
    static func cases(_ list: JSONValue?, named member: String) -> [Case] {
        (list?.elements ?? []).map { Case(name: $0[member]?.string ?? "", value: $0) }
    }
}
