import Foundation
import Testing
import TestSupport

/// `dsql doctor` where there is no cluster: it names the step that is broken, and sends no token anywhere.
@Suite struct DoctorNetworkTests {
    private func examine(
        _ options: [RawText] = [],
        adding more: [String: String] = [:],
        environment: [String: String] = Tool.keys
    ) async throws -> DoctorOutcome {
        let arguments: [RawText] = ["doctor", "--json", "--host", RawText(Tool.host)] + options
        return try DoctorOutcome(await Tool.run(arguments, environment: environment, adding: more))
    }

    private func examine(port: Int) async throws -> DoctorOutcome {
        let url = RawText("postgres://\(Tool.host):\(port)/?connect_timeout=10&hostaddr=127.0.0.1")
        return try DoctorOutcome(await Tool.run(["doctor", "--json", url], environment: Tool.keys))
    }

    @Test(arguments: [
        ("hang", "says nothing"), ("close", "ends them"), ("garbage", "speak TLS"), ("plain", "without TLS"),
    ])
    func `a server that is none of DSQL's breaks the step TLS`(_ mode: String, _ words: String) async throws {
        let server = try PythonServer("doctor_server.py", [mode])
        try await examine(port: server.port).expect("tls", 69, saying: words)
    }

    @Test func `another PostgreSQL is verified, and gets no token`() async throws {
        try await withTemporaryFolder { folder in
            let server = try PythonServer("doctor_server.py", ["postgres", folder.path])
            let url = RawText("postgres://localhost:\(server.port)/?region=us-east-1&hostaddr=127.0.0.1")
            let run = try await Tool.run(
                ["doctor", "--json", url],
                adding: ["PGSSLROOTCERT": folder.path("ca.pem")]
            )
            let outcome = try DoctorOutcome(run)
            try outcome.expect("login", 69, saying: "another kind of login (number 5)")
            #expect(outcome.step("tls")?.verdict == "note")
            #expect(outcome.step("tls")?.facts["negotiation"] == "sslrequest")
            #expect(outcome.step("tls")?.facts["names"] == "localhost")
        }
    }

    @Test func `a closed port breaks the step TCP`() async throws {
        try await examine(["--hostaddr", "127.0.0.1", "--port", "1"])
            .expect("tcp", 69, saying: "127.0.0.1: Connection refused")
    }

    @Test func `a name that does not exist breaks the step DNS`() async throws {
        try await examine(["--host", "no-such-host.invalid", "--region", "us-east-1"])
            .expect("dns", 69, saying: "no-such-host.invalid")
    }

    @Test func `both families are looked up, and the one that answers is taken`() async throws {
        let server = try PythonServer("doctor_server.py", ["close"])
        let url = RawText("postgres://localhost:\(server.port)/?region=us-east-1&connect_timeout=10")
        let outcome = try DoctorOutcome(await Tool.run(["doctor", "--json", url]))
        try outcome.expect("tls", 69, saying: "ends them")
        #expect(outcome.step("dns")?.facts["ipv4"]?.contains("127.0.0.1") == true)
        #expect(outcome.step("tcp")?.facts["address"] == "127.0.0.1")
    }

    @Test func `a broken endpoint, Region, CA bundle or profile is named with what to do`() async throws {
        try await examine(["--host", "72"]).expect("endpoint", 65, saying: "is a number")
        try await examine(["--host", "db.example.com"]).expect("region", 65, saying: "does not say its Region")
        try await examine(adding: ["PGSSLROOTCERT": "/nonexistent"]).expect("ca-bundle", 65, saying: "/nonexistent")
        try await examine(adding: ["PGSSLROOTCERT": "/etc/passwd"]).expect("ca-bundle", 65, saying: "no certificate")
        try await examine(environment: Tool.bare).expect("credentials", 77, saying: "No credentials were found.")
        try await examine(adding: ["PGHOSTADDR": "localhost"]).expect("dns", 65, saying: "PGHOSTADDR")
        try await examine(["--profile", "nobody"]).expect("credentials", 77, saying: "nobody")
    }

    @Test func `where the Region came from is said`() async throws {
        let host: [RawText] = ["--host", RawText(Tool.clusterID)]
        for (options, variables, source) in [
            ([RawText("--region"), "eu-west-1"], [:], "--region or the URL"),
            ([], ["AWS_REGION": "eu-west-1"], "AWS_REGION"),
            ([], ["AWS_DEFAULT_REGION": "eu-west-1"], "AWS_DEFAULT_REGION"),
        ] {
            let outcome = try await examine(
                host + options,
                adding: variables.merging(["PGSSLROOTCERT": "/nonexistent"]) { $1 }
            )
            #expect(outcome.step("region")?.facts == ["region": "eu-west-1", "source": source])
        }
        #expect(try await examine(environment: Tool.bare).step("region")?.facts["source"] == "the host name")
    }

    /// By how many seconds a server is ahead, what comes of it, and for which step.
    @Test(arguments: [("0", "ok"), ("-120", "note"), ("120", "note"), ("-600", "broken"), ("3600", "broken")])
    func `the clock is compared with that of the source of credentials`(_ lead: String, _ verdict: String) async throws
    {
        let server = try PythonServer("doctor_server.py", ["clock", lead])
        let outcome = try await examine(
            ["--hostaddr", "127.0.0.1", "--port", "1"],
            adding: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1:\(server.port)/"],
            environment: Tool.bare
        )
        #expect(outcome.step("clock")?.verdict == verdict)
        if verdict == "broken" {
            try outcome.expect("clock", 77, saying: lead.hasPrefix("-") ? "seconds ahead" : "seconds behind")
        } else {
            try outcome.expect("tcp", 69)
        }
    }

    @Test func `a clock that is wrong is named where credentials are refused`() async throws {
        let server = try PythonServer("doctor_server.py", ["clock", "3600", "403 Forbidden"])
        let outcome = try await examine(
            adding: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1:\(server.port)/"],
            environment: Tool.bare
        )
        try outcome.expect("credentials", 77)
        #expect(outcome.step("credentials")?.remedy?.contains("seconds behind") == true)
    }

    @Test func `a wrong command line is no finding`() async throws {
        expectRefusal(try await Tool.run(["doctor", "--host", RawText(Tool.host), "--bogus"]), 64)
        expectRefusal(try await Tool.run(["doctor"]), 64, saying: "The host is missing.")
    }

    @Test func `the report for people ends with what to do, once`() async throws {
        let arguments: [RawText] = ["doctor", "-h", RawText(Tool.host), "--hostaddr", "127.0.0.1", "-p", "1"]
        let piped = try await Tool.run(arguments)
        #expect(piped.outputText.split(separator: "\n").count == 10)
        #expect(piped.outputText.contains("tcp          broken  Port 1 of"))
        #expect(piped.errorText.hasPrefix("dsql: Port 1 of"))
        let shown = try await Tool.run(arguments, streams: .terminal)
        #expect(shown.exitStatus == 69)
        #expect(!shown.outputText.contains("dsql: "))
    }
}
