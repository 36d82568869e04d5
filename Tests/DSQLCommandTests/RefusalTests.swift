import Testing
import TestSupport

/// Nothing is signed, printed or run that cannot work.
@Suite struct RefusalTests {
    @Test(arguments: [
        "72", "", " ", "127.0.0.1", "::1", "/var/run/postgresql", "a,b", "x_y.example.com", "https://\(Tool.host)",
        "\(Tool.host):5432", "\(Tool.clusterID)", "localhost", "example.com", "ABC",
        "vpce-1.dsql-fnh4.us-east-1.vpce.amazonaws.com",
        "\(Tool.host)\n", "é.example.com", "-.-",
    ])
    func `a host that cannot be a cluster's`(_ host: String) async throws {
        for command in [["token"], ["env"], ["exec"]] {
            let rest = command == ["exec"] ? ["--", "echo", "ran"] : []
            let arguments = (command + ["--host=\(host)"] + rest).map { RawText($0) }
            let outcome = try await Tool.run(arguments)
            expectRefusal(outcome, host.isEmpty ? 64 : 65)
            expectRefusal(
                try await Tool.run((command + rest).map { RawText($0) }, adding: ["PGHOST": host]),
                host.isEmpty ? 64 : 65
            )
        }
    }

    @Test(arguments: ["0", "-5", "604801", "1.5", "abc", " 60", "+60", "99999999999999999999", "1e3"])
    func `a bad duration`(_ seconds: String) async throws {
        expectRefusal(try await Tool.run(["token", "-h", RawText(Tool.host), "--expires-in=\(seconds)"]), 65)
        let url = RawText("postgres://\(Tool.host)?tokenDurationSecs=\(seconds)")
        expectRefusal(try await Tool.run(["token", url]), 65)
    }

    @Test(arguments: ["0", "-1", "65536", "abc", "5432,5433", "+1", "1.0"])
    func `a bad port`(_ port: String) async throws {
        expectRefusal(try await Tool.run(["token", "-h", RawText(Tool.host), "--port=\(port)"]), 65, saying: "port")
        let outcome = try await Tool.run(["token", "-h", RawText(Tool.host)], adding: ["PGPORT": port])
        expectRefusal(outcome, 65, saying: "port")
    }

    @Test(arguments: [
        ["--region", "US-EAST-1"], ["--region", "eu-west-1"], ["--user", ""], ["--dbname", ""],
        ["--hostaddr", "localhost"], ["--hostaddr", "1.2.3"],
    ])
    func `a value that cannot be accepted`(_ options: [String]) async throws {
        let outcome = try await Tool.run(["token", "--host", RawText(Tool.host)] + options.map { RawText($0) })
        expectRefusal(outcome, 65)
    }

    @Test(arguments: [
        "postgres://admin:hunter2hunter2@\(Tool.host)/", "postgres://\(Tool.host)/?sslmode=disable",
        "postgres://\(Tool.host)/?password=hunter2hunter2", "postgres://\(Tool.host)/?regin=us-east-1", "postgres://",
        "postgres:///db", "postgres://\(Tool.host):0/", "postgresql://a b", "postgres://%zz@\(Tool.host)/",
    ])
    func `a URL that cannot be accepted`(_ url: String) async throws {
        let outcome = try await Tool.run(["token", RawText(url)])
        #expect(
            outcome.exitStatus == (url == "postgres://" || url == "postgres:///db" ? 64 : 65),
            "\(outcome.errorText)"
        )
        #expect(outcome.output.isEmpty)
        #expect(!outcome.errorText.contains("hunter2"))
    }

    @Test(arguments: [
        [], ["tokn"], ["token", "--bogus"], ["token", "--host"], ["token", "-h"], ["token", "--format", "xml"],
        ["token", "--action", "Login"], ["token"], ["exec"], ["exec", "--host", Tool.host],
        ["exec", "--host", Tool.host, "--"], ["exec", "--host", Tool.host, "psql"], ["exec", "psql", "-c", "SELECT 1"],
        ["token", "not-a-url"], ["token", "https://example.com"], ["token", "postgres://a.b", "postgres://a.b"],
        ["token", "postgres://\(Tool.host)", "-d", "postgres://\(Tool.host)"],
        ["token", "postgres://other.example.com", "--host", Tool.host],
        ["token", "postgres://admin@\(Tool.host)", "--user", "reader"],
        ["token", "postgres://\(Tool.host):1", "--port", "2"], ["--host", Tool.host, "token"],
    ])
    func `a command line that is wrong`(_ arguments: [String]) async throws {
        let outcome = try await Tool.run(arguments.map { RawText($0) })
        expectRefusal(outcome, 64)
        #expect(outcome.errorText.split(separator: "\n").count == 1, "\(outcome.errorText)")
    }

    @Test func `an exec without its two hyphens says where the command belongs`() async throws {
        for arguments in [["exec", "psql"], ["exec", "psql", "-c", "x"], ["exec", "--host", Tool.host, "psql", "a"]] {
            expectRefusal(try await Tool.run(arguments.map { RawText($0) }), 64, saying: "`--`")
        }
    }

    @Test func `an unknown option names the near one`() async throws {
        expectRefusal(try await Tool.run(["token", "--hots", "x"]), 64, saying: "--host")
    }

    @Test(arguments: [
        [:], ["AWS_ACCESS_KEY_ID": "AKIDEXAMPLE"], ["AWS_SECRET_ACCESS_KEY": Tool.secretKey],
        ["AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": " "],
        [
            "AWS_ACCESS_KEY_ID": "ASIAEXAMPLE", "AWS_SECRET_ACCESS_KEY": Tool.secretKey,
            "AWS_SESSION_TOKEN": Tool.sessionToken, "AWS_CREDENTIAL_EXPIRATION": "2020-01-01T00:00:00Z",
        ],
        [
            "AWS_ACCESS_KEY_ID": "ASIAEXAMPLE", "AWS_SECRET_ACCESS_KEY": Tool.secretKey,
            "AWS_CREDENTIAL_EXPIRATION": "tomorrow",
        ],
    ])
    func `credentials that are absent, half there or expired`(_ variables: [String: String]) async throws {
        let environment = Tool.bare.merging(variables, uniquingKeysWith: { $1 })
        expectRefusal(try await Tool.run(["token", "-h", RawText(Tool.host)], environment: environment), 77)
        let exec: [RawText] = ["exec", "-h", RawText(Tool.host), "--", "echo", "ran"]
        expectRefusal(try await Tool.run(exec, environment: environment), 77)
    }

    @Test func `a profile that is not there is not passed over for other credentials`() async throws {
        expectRefusal(try await Tool.run(["token", "-h", RawText(Tool.host), "--profile", "no-such-profile"]), 77)
    }

    @Test func `what is not UTF-8 is refused, not repaired`() async throws {
        let odd = RawText(bytes: [0x61, 0xFF])
        expectRefusal(try await Tool.run(["token", "-h", RawText(Tool.host), "-U", odd]), 64, saying: "UTF-8")
        expectRefusal(try await Tool.run([odd]), 64, saying: "UTF-8")
        for name in ["PGUSER", "PGDATABASE", "PGPORT"] {
            let entry = RawText(bytes: Array("\(name)=".utf8) + odd.bytes)
            expectRefusal(try await Tool.run(["token", "-h", RawText(Tool.host)], raw: [entry]), 65, saying: name)
        }
    }
}
