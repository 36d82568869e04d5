import Testing
import TestSupport

@Suite struct TokenTests {
    @Test func `a token and a line end are all there is on standard output`() async throws {
        let outcome = try await Tool.run(["token", "--host", RawText(Tool.host)])
        #expect(outcome.exitStatus == 0)
        #expect(outcome.errors.isEmpty)
        let token = outcome.outputText
        #expect(
            token.hasPrefix("\(Tool.host)/?Action=DbConnectAdmin&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=")
        )
        #expect(token.contains("&X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Signature="))
        #expect(token.hasSuffix("\n"))
        #expect(token.dropLast().utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
    }

    @Test(arguments: [
        (["--user", "reporting"], "Action=DbConnect&"), (["-U", "Admin"], "Action=DbConnect&"),
        (["-Uadmin"], "Action=DbConnectAdmin&"), (["--action", "DbConnect"], "Action=DbConnect&"),
        (["-U", "x", "--action", "DbConnectAdmin"], "Action=DbConnectAdmin&"),
        (["--expires-in", "1"], "X-Amz-Expires=1&"), (["--expires-in=604800"], "X-Amz-Expires=604800&"),
    ])
    func `options shape the token`(_ options: [String], _ part: String) async throws {
        let outcome = try await Tool.run(["token", "-h", RawText(Tool.host)] + options.map { RawText($0) })
        #expect(outcome.exitStatus == 0, "\(outcome.errorText)")
        #expect(outcome.outputText.contains(part))
    }

    @Test(arguments: [
        ["--host", Tool.host], ["--hostname", Tool.host], ["-h", Tool.host], ["-h\(Tool.host)"],
        ["--host=\(Tool.host)"], ["--host", Tool.clusterID, "--region", "us-east-1"],
        ["--host", Tool.host.uppercased() + "."], ["postgres://\(Tool.host)"],
        ["postgresql://admin@\(Tool.host):5432/postgres?region=us-east-1&sslmode=verify-full"],
        ["-d", "postgres://\(Tool.host)/postgres"], ["--host", Tool.host, "postgres://admin@\(Tool.host)/"],
    ])
    func `there is more than one way to name the cluster`(_ arguments: [String]) async throws {
        let outcome = try await Tool.run(["token"] + arguments.map { RawText($0) })
        #expect(outcome.exitStatus == 0, "\(outcome.errorText)")
        #expect(outcome.outputText.hasPrefix("\(Tool.host)/?Action=DbConnectAdmin&"))
    }

    @Test func `what is missing comes from the variables of libpq`() async throws {
        let variables = ["PGHOST": Tool.host, "PGUSER": "reader", "PGPORT": "6000", "PGDATABASE": "other"]
        let outcome = try await Tool.run(["token", "--format", "pgpass"], adding: variables)
        #expect(outcome.exitStatus == 0, "\(outcome.errorText)")
        #expect(outcome.outputText.hasPrefix("\(Tool.host):6000:other:reader:\(Tool.host)/?Action=DbConnect&"))
    }

    @Test func `an option goes before its variable, an empty variable is none`() async throws {
        let variables = ["PGHOST": "elsewhere.example.com", "PGUSER": "", "PGPORT": "", "PGDATABASE": ""]
        let outcome = try await Tool.run(
            ["token", "--format", "pgpass", "--host", RawText(Tool.host)],
            adding: variables
        )
        #expect(outcome.outputText.hasPrefix("\(Tool.host):5432:postgres:admin:\(Tool.host)/?"))
    }

    @Test func `a session token and its expiration are part of the credentials`() async throws {
        let outcome = try await Tool.run(
            ["token", "--host", RawText(Tool.host)],
            adding: ["AWS_SESSION_TOKEN": Tool.sessionToken, "AWS_CREDENTIAL_EXPIRATION": "2999-01-01T00:00:00Z"]
        )
        #expect(outcome.exitStatus == 0, "\(outcome.errorText)")
        #expect(outcome.outputText.contains("&X-Amz-Security-Token=IQoJb3JpZ2luX2Vj%2F%2F%2BEXAMPLE%2BSESSION"))
    }

    @Test func `a token shortened below what was asked for is one line on standard error`() async throws {
        for (option, lines) in [("--expires-in 3600", 1), ("--expires-in 60", 0), ("", 0)] {
            let outcome = try await Tool.shell(
                """
                export AWS_SESSION_TOKEN=0123456789abcdef
                export AWS_CREDENTIAL_EXPIRATION=$(date -u -d '+600 seconds' +%Y-%m-%dT%H:%M:%SZ)
                "$DSQL" token --host "$H" \(option)
                """
            )
            #expect(outcome.exitStatus == 0, "\(outcome.errorText)")
            #expect(outcome.outputText.split(separator: "\n").count == 1)
            #expect(outcome.errorText.split(separator: "\n").count == lines, "\(outcome.errorText)")
            #expect(!outcome.errorText.contains("0123456789abcdef"))
        }
    }
}
