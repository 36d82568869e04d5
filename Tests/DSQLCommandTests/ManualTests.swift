import Foundation
import Testing
import TestSupport

/// The manual page, which is written from what the tool declares of itself.
@Suite struct ManualTests {
    @Test func `the page has every command and option, and is well formed`() async throws {
        try await withTemporaryFolder { folder in
            let page = try folder.write(try await Self.page(), to: "dsql.1")
            let lint = try await Command("/usr/bin/mandoc", ["-T", "lint", "-W", "warning", RawText(page)]).run()
            #expect(lint.exitStatus == 0, "\(lint.outputText)")
            let shown = try await Command("/usr/bin/mandoc", ["-T", "utf8", "-O", "width=200", RawText(page)]).run()
            // Bold is a letter struck twice.
            let text = shown.outputText.replacing(/.\u{8}/, with: "")
            for section in ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "ENVIRONMENT", "EXIT STATUS"] {
                #expect(text.contains("\n\(section)\n"), "\(section)")
            }
            for command in try await ToolDeclaration.current().commands {
                #expect(text.contains("   dsql \(command.commandName)\n"), "\(command.commandName)")
                for name in (command.arguments ?? []).filter(\.shouldDisplay).flatMap({ $0.names ?? [] }) {
                    let option = name.kind == "short" ? "-\(name.name)" : "--\(name.name)"
                    #expect(text.contains(option), "\(command.commandName) \(option)")
                }
            }
            for word in ["PGSSLROOTCERT", "AWS_PROFILE", "a service that credentials come from"] {
                #expect(text.contains(word), "\(word)")
            }
        }
    }

    private static func page() async throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
        let outcome = try await Command(
            "/usr/bin/env",
            [RawText(TestPython.interpreter), RawText(root.appending(path: "Tests/Scripts/man-page.py").path)],
            environment: ["PATH": "/usr/local/bin:/usr/bin:/bin", "SOURCE_DATE_EPOCH": "1700000000"],
            input: try await ToolDeclaration.text()
        ).run()
        #expect(outcome.exitStatus == 0, "\(outcome.errorText)")
        return outcome.outputText
    }
}
