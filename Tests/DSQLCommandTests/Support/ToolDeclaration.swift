import Foundation
import Testing
import TestSupport

/// What the built tool declares of itself: its commands and their options.
struct ToolDeclaration: Decodable {
    struct Command: Decodable {
        let commandName: String
        let arguments: [Argument]?
    }

    struct Argument: Decodable {
        struct Name: Decodable {
            let kind: String
            let name: String
        }

        let shouldDisplay: Bool
        let names: [Name]?
    }

    private struct Root: Decodable {
        let subcommands: [Command]
    }

    private let command: Root

    /// The commands without the parser's own `help`.
    var commands: [Command] { command.subcommands.filter { $0.commandName != "help" } }

    /// The declaration as the tool writes it.
    static func text() async throws -> [UInt8] {
        let outcome = try await Tool.run(["--experimental-dump-help"], environment: Tool.bare)
        #expect(outcome.exitStatus == 0, "\(outcome.errorText)")
        return outcome.output
    }

    /// The declaration of the built tool.
    static func current() async throws -> ToolDeclaration {
        try JSONDecoder().decode(ToolDeclaration.self, from: Data(try await text()))
    }
}
