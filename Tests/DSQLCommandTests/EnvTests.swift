import Foundation
import Testing
import TestSupport

@Suite struct EnvTests {
    private let name = "o'brien \"$(id)\" `id` \\ é ; #\n2\t\u{1}\u{7F} '\u{301}"

    private var options: [RawText] { ["env", "--host", RawText(Tool.host), "--dbname", RawText(name)] }

    @Test(arguments: ["/bin/sh", "/bin/bash"])
    func `a shell that evaluates it has the environment of exec`(_ shell: String) async throws {
        let script = "eval \"$(\"$DSQL\" env --host \"$H\" --dbname \"$U\")\" && exec env -0"
        let variables = ["U": name, "PGSERVICE": "elsewhere", "PGSSLMODE": "disable", "PGTZ": "UTC"]
        let outcome = try await Tool.shell(script, adding: variables, shell: shell)
        #expect(outcome.exitStatus == 0, "\(outcome.errorText)")
        let evaluated = Tool.variables(outcome.output)
        let executed = try await Tool.childEnvironment(["--dbname", RawText(name)], adding: variables)
        for (name, value) in executed where name.hasPrefix("PG") && name != "PGPASSWORD" {
            #expect(evaluated[name] == value, "\(name)")
        }
        #expect(evaluated["PGSERVICE"] == nil)
        #expect(evaluated["PGPASSWORD"]?.hasPrefix("\(Tool.host)/?Action=DbConnectAdmin&") == true)
    }

    @Test func `bash goes on after it even where nothing was set before`() async throws {
        let outcome = try await Tool.shell(
            "set -eu; eval \"$(\"$DSQL\" env --host $H)\"; echo fine",
            shell: "/bin/bash"
        )
        #expect(outcome.outputText == "fine\n", "\(outcome.errorText)")
    }

    @Test func `fish escapes the quote and the backslash alone`() async throws {
        let outcome = try await Tool.run(options + ["--format", "fish"])
        #expect(outcome.exitStatus == 0, "\(outcome.errorText)")
        let quoted = "'o\\'brien \"$(id)\" `id` \\\\ é ; #\n2\t\u{1}\u{7F} \\'\u{301}'"
        #expect(outcome.output.contains(sequence: "set -gx PGDATABASE \(quoted)\n"))
        #expect(outcome.output.contains(sequence: "set -e PGSERVICE\n"))
        #expect(outcome.output.contains(sequence: "set -gx PGSSLMODE 'verify-full'\n"))
    }

    @Test func `PowerShell doubles every kind of single quote`() async throws {
        let outcome = try await Tool.run([
            "env", "--host", RawText(Tool.host), "--user", "o'b \u{2018}x\u{2019} $(id) `n", "--format", "powershell",
        ])
        #expect(outcome.exitStatus == 0, "\(outcome.errorText)")
        #expect(
            outcome.output.contains(
                sequence: "$env:PGUSER = 'o''b \u{2018}\u{2018}x\u{2019}\u{2019} $(id) `n'\n"
            )
        )
        #expect(outcome.output.contains(sequence: "Remove-Item Env:PGSERVICE -ErrorAction SilentlyContinue\n"))
    }

    @Test func `json says what to set and what to unset`() async throws {
        let outcome = try await Tool.run(options + ["--format", "json"])
        #expect(outcome.exitStatus == 0, "\(outcome.errorText)")
        let object = try #require(JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any])
        #expect(object.keys.sorted() == ["set", "unset"])
        let set = try #require(object["set"] as? [String: String])
        #expect(set["PGDATABASE"] == name)
        #expect(set["PGSSLMODE"] == "verify-full")
        #expect((object["unset"] as? [String])?.contains("PGSERVICE") == true)
    }

    @Test func `a refusal leaves nothing for a shell to evaluate`() async throws {
        expectRefusal(try await Tool.run(["env", "--host", "72"]), 65)
        expectRefusal(try await Tool.run(["env", "--host", RawText(Tool.host)], environment: Tool.bare), 77)
        expectRefusal(try await Tool.run(["env", "--host", RawText(Tool.host), "--format", "tcsh"]), 64)
    }
}

extension [UInt8] {
    fileprivate func contains(sequence text: String) -> Bool { firstRange(of: Array(text.utf8)) != nil }
}
