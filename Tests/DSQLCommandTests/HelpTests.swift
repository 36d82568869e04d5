import Foundation
import Testing
import TestSupport

/// The help that helps: examples, near misses, colour, `--verbose`.
@Suite struct HelpTests {
    @Test func `each command shows two examples, none of them broken over lines`() async throws {
        for command in try await ToolDeclaration.current().commands.map(\.commandName) {
            let outcome = try await Tool.run([RawText(command), "--help"], environment: Tool.bare)
            #expect(outcome.exitStatus == 0)
            let lines = outcome.outputText.components(separatedBy: "\n")
            let examples = lines.drop { $0 != "Examples:" }.dropFirst().prefix { !$0.isEmpty }
            #expect(examples.count >= 2, "\(command)")
            #expect(examples.allSatisfy { $0.hasPrefix("  ") && $0.contains("dsql") }, "\(command): \(examples)")
        }
    }

    @Test func `each command and the tool itself take help by both names`() async throws {
        let names = try await ToolDeclaration.current().commands.map { [RawText($0.commandName)] } + [[]]
        for words in names {
            let long = try await Tool.run(words + ["--help"], environment: Tool.bare)
            let short = try await Tool.run(words + ["-?"], environment: Tool.bare)
            #expect(long.exitStatus == 0)
            #expect(long.output == short.output)
            #expect(long.outputText.contains("-?, --help") || long.outputText.contains("--help, -?"))
        }
    }

    @Test(arguments: [
        (["tokn"], "`dsql token`"), (["exce", "--", "true"], "`dsql exec`"), (["credential"], "`dsql credentials`"),
        (["TOKEN"], "`dsql token`"), (["cred"], "`dsql credentials`"), (["token", "--regoin", "x"], "'--region'"),
        (["exec", "--prot", "1", "--", "true"], "'--port'"), (["env", "--usr", "x"], "'--user'"),
        (["token", "--verbos"], "'--verbose'"), (["credentials", "--profil", "x"], "'--profile'"),
    ])
    func `a near miss is told what is near`(_ words: [String], _ near: String) async throws {
        let outcome = try await Tool.run(words.map { RawText($0) })
        expectRefusal(outcome, 64, saying: "Did you mean \(near)?")
    }

    @Test(arguments: ["xyzzy", "zz", "ls", "psql", String(repeating: "token", count: 5_000)])
    func `what is near nothing is told nothing of the kind`(_ word: String) async throws {
        let outcome = try await Tool.run([RawText(word)])
        expectRefusal(outcome, 64)
        #expect(!outcome.errorText.contains("Did you mean"), "\(outcome.errorText)")
        #expect(outcome.errorText.utf8.count < 300)
    }

    @Test(arguments: [
        (["TERM": "xterm"], true), (["TERM": "xterm", "NO_COLOR": ""], true),
        (["TERM": "xterm", "NO_COLOR": "1"], false),
        (["TERM": "dumb"], false), ([:], false),
    ])
    func `colour is for terminals that want it`(_ variables: [String: String], _ isColoured: Bool) async throws {
        let arguments: [RawText] = ["token", "--host", "72"]
        let shown = try await Tool.run(arguments, adding: variables, streams: .terminal)
        #expect(shown.outputText.contains("is a number, not a host"))
        #expect(shown.outputText.contains("\u{1B}[1;31mdsql:\u{1B}[0m ") == isColoured, "\(shown.outputText)")
        let piped = try await Tool.run(arguments, adding: variables)
        #expect(!piped.errorText.contains("\u{1B}"))
    }

    @Test(arguments: ["token", "exec", "env"])
    func `verbose says on standard error how the token came about`(_ command: String) async throws {
        var arguments: [RawText] = [RawText(command), "--host", RawText(Tool.host), "--verbose"]
        if command == "exec" { arguments += ["--", "true"] }
        let outcome = try await Tool.run(arguments, adding: ["AWS_SESSION_TOKEN": Tool.sessionToken])
        #expect(outcome.exitStatus == 0, "\(outcome.errorText)")
        let lines = outcome.errorText.split(separator: "\n")
        #expect(lines.allSatisfy { $0.hasPrefix("dsql: ") })
        #expect(lines.contains("dsql: environment variables: found."))
        #expect(lines.contains("dsql: web identity: not asked."))
        #expect(lines.contains { $0.contains("\"AKIDEXAMPLE\"") })
        #expect(lines.contains { $0.contains("DbConnectAdmin on \(Tool.host) in us-east-1, user \"admin\"") })
        for secret in [Tool.secretKey, Tool.sessionToken, "X-Amz-Signature"] {
            #expect(!outcome.errorText.contains(secret))
        }
        #expect(outcome.output.isEmpty == (command == "exec"))
    }

    @Test func `verbose says what each source said before none had any`() async throws {
        let arguments: [RawText] = ["token", "--host", RawText(Tool.host), "--verbose"]
        let outcome = try await Tool.run(arguments, environment: Tool.bare)
        expectRefusal(outcome, 77, saying: "dsql: environment variables: not set up.")
        #expect(outcome.errorText.contains("dsql: container: not set up."))
        let quiet = try await Tool.run(Array(arguments.dropLast()), environment: Tool.bare)
        #expect(quiet.errorText.split(separator: "\n").count == 1)
    }
}
