import Foundation
import Testing
import TestSupport

@Suite struct ExecExtrasTests {
    @Test func `a URL can be exported under any names`() async throws {
        let all = try await Tool.childEnvironment(
            ["-U", "re porter", "--export", "DATABASE_URL", "--export=_x9"],
            adding: ["DATABASE_URL": "before", "PGSSLROOTCERT": "/etc/ssl/certs/ca-certificates.crt"]
        )
        let url = try #require(all["DATABASE_URL"].flatMap { URLComponents(string: $0) })
        #expect(all["_x9"] == all["DATABASE_URL"])
        #expect(url.scheme == "postgresql")
        #expect(url.host == Tool.host)
        #expect(url.user == "re porter")
        #expect(url.port == 5432)
        #expect(url.path == "/postgres")
        #expect(url.password == all["PGPASSWORD"])
        let parameters = Dictionary(uniqueKeysWithValues: (url.queryItems ?? []).map { ($0.name, $0.value ?? "") })
        #expect(parameters["sslmode"] == "verify-full")
        #expect(parameters["sslrootcert"] == "/etc/ssl/certs/ca-certificates.crt")
    }

    @Test(arguments: ["", "1A", "A-B", "A=B", "é", "A B", "postgres://u:hunter2hunter2@h/"])
    func `what cannot be a variable's name is refused, and not repeated`(_ name: String) async throws {
        let outcome = try await Tool.run([
            "exec", "--host", RawText(Tool.host), "--export", RawText(name), "--", "true",
        ])
        expectRefusal(outcome, 65, saying: "--export")
        #expect(!outcome.errorText.contains("hunter2"))
    }

    @Test(arguments: ["PGPASSWORD", "PGHOST", "PGSERVICE", "PGPASSFILE", "PGHOSTADDR"])
    func `a variable of libpq's is not overwritten`(_ name: String) async throws {
        let outcome = try await Tool.run([
            "exec", "--host", RawText(Tool.host), "--export", RawText(name), "--", "true",
        ])
        expectRefusal(outcome, 65, saying: name)
    }

    @Test func `AWS keys stay, unless they are to go`() async throws {
        let keys = [
            "AWS_SESSION_TOKEN": Tool.sessionToken, "AWS_CREDENTIAL_EXPIRATION": "2999-01-01T00:00:00Z",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN": "anything",
        ]
        let others = ["AWS_REGION": "us-east-1", "AWS_CONFIG_FILE": "/nonexistent/config"]
        let given = keys.merging(others) { $1 }
        let kept = try await Tool.childEnvironment(adding: given)
        let scrubbed = try await Tool.childEnvironment(["--scrub-aws"], adding: given)
        for name in keys.keys + ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] {
            #expect(kept[name] != nil, "\(name)")
            #expect(scrubbed[name] == nil, "\(name)")
        }
        for (name, value) in others { #expect(scrubbed[name] == value, "\(name)") }
        #expect(scrubbed["PGPASSWORD"]?.contains("X-Amz-Security-Token=") == true)
    }

    @Test func `with a passfile the URL names it and holds no token`() async throws {
        let all = try await Tool.childEnvironment(["--refresh", "--scrub-aws", "--export", "DATABASE_URL"])
        let url = try #require(all["DATABASE_URL"].flatMap { URLComponents(string: $0) })
        #expect(url.password == nil)
        #expect(url.queryItems?.first { $0.name == "passfile" }?.value == all["PGPASSFILE"])
        #expect(all["PGPASSWORD"] == nil)
        #expect(all["AWS_SECRET_ACCESS_KEY"] == nil)
    }
}
