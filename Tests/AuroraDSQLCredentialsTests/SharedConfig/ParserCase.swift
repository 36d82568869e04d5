import AuroraDSQLCredentials
import FoundationEssentials
import TestSupport

/// A row of the parser's table: one or both files, and what they say.
struct ParserCase: Sendable, CustomStringConvertible {
    let group: String
    let value: JSONValue

    var description: String { "\(group): \(value["name"]?.string ?? "")" }

    /// Why botocore says something else; `nil` where it says the same.
    var differs: String? { value["differs"]?.string }

    /// The error that is expected: its line and a piece of its text.
    var error: (line: Int, piece: String)? {
        guard let error = value["error"] else { return nil }
        return (Int(error["line"]?.number ?? 0), error["contains"]?.string ?? "")
    }

    /// All rows.
    static let all: [ParserCase] = {
        let folder = FixtureFolder.path("parser")
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.sorted().flatMap { file -> [ParserCase] in
            let bytes = FileManager.default.contents(atPath: "\(folder)/\(file)").map(Array.init) ?? []
            return (JSONValue(parsing: bytes)?.elements ?? []).map {
                ParserCase(group: String(file.dropLast(5)), value: $0)
            }
        }
    }()

    /// Reads the files.
    func read() throws(CredentialsError) -> SharedConfiguration {
        let config = Array((value["config"]?.string ?? "").utf8)
        let credentials = Array((value["credentials"]?.string ?? "").utf8)
        return SharedConfiguration(
            config: try ConfigurationParser.parse(config, as: .config, path: "/home/user/.aws/config"),
            credentials: try ConfigurationParser.parse(
                credentials,
                as: .credentials,
                path: "/home/user/.aws/credentials"
            )
        )
    }
}

extension SharedConfiguration {
    /// Sections as JSON, nested blocks as objects: the form of the table and of botocore.
    static func json(_ sections: [String: ConfigurationSection]) -> JSONValue {
        .object(
            sections.mapValues { section in
                .object(
                    Dictionary(
                        uniqueKeysWithValues: section.settings.map { name, text -> (String, JSONValue) in
                            guard text.hasPrefix("\n") else { return (name, .string(text)) }
                            return (name, .object(section.nested(name).mapValues { .string($0) }))
                        }
                    )
                )
            }
        )
    }
}
