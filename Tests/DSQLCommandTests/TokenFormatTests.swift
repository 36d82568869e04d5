import Foundation
import Testing
import TestSupport

@Suite struct TokenFormatTests {
    @Test func `json holds the token, the host, the user and the expiration`() async throws {
        let user = "quo\"te\\ é '\u{301}"
        let before = Date()
        let outcome = try await Tool.run(
            ["token", "--format", "json", "--host", RawText(Tool.host), "--user", RawText(user), "--expires-in", "60"]
        )
        #expect(outcome.exitStatus == 0, "\(outcome.errorText)")
        let value = try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: String]
        #expect(value?.keys.sorted() == ["expiration", "host", "token", "user"])
        #expect(value?["host"] == Tool.host)
        #expect(value?["user"] == user)
        #expect(value?["token"]?.hasPrefix("\(Tool.host)/?Action=DbConnect&") == true)
        let expiration = try #require(value?["expiration"].flatMap { ISO8601DateFormatter().date(from: $0) })
        #expect(expiration.timeIntervalSince(before) > 58)
        #expect(expiration.timeIntervalSince(Date()) <= 60)
    }

    @Test func `a passfile line escapes colons and backslashes`() async throws {
        let outcome = try await Tool.run(
            ["token", "--format", "pgpass", "-h", RawText(Tool.host), "-U", "a:b\\c", "-d", ":\\", "-p", "1"]
        )
        #expect(outcome.exitStatus == 0, "\(outcome.errorText)")
        #expect(outcome.outputText.hasPrefix("\(Tool.host):1:\\:\\\\:a\\:b\\\\c:\(Tool.host)/?Action=DbConnect&"))
        #expect(outcome.outputText.split(separator: "\n", omittingEmptySubsequences: false).count == 2)
    }

    @Test(arguments: ["--user", "--dbname"])
    func `a line end in a passfile line would be a second line`(_ option: String) async throws {
        let outcome = try await Tool.run(
            ["token", "--format", "pgpass", "-h", RawText(Tool.host), RawText(option), "a\nb:5432:*:*:x"]
        )
        expectRefusal(outcome, 65, saying: option == "--user" ? "control" : "line")
    }

    @Test func `a uri is percent-encoded and verifies the server`() async throws {
        try await withTemporaryFolder { folder in
            let certificates = try folder.write("x", to: "a b&c.pem")
            let outcome = try await Tool.run(
                [
                    "token", "--format", "uri", "-h", RawText(Tool.host), "-U", "a@b/c:d é", "-d", "post gres?",
                    "--hostaddr", "::1",
                ],
                adding: ["PGSSLROOTCERT": certificates, "AWS_SESSION_TOKEN": Tool.sessionToken]
            )
            #expect(outcome.exitStatus == 0, "\(outcome.errorText)")
            let text = outcome.outputText.trimmingCharacters(in: .newlines)
            let parts = try #require(URLComponents(string: text))
            #expect(parts.scheme == "postgresql")
            #expect(parts.host == Tool.host)
            #expect(parts.port == 5432)
            #expect(parts.user == "a@b/c:d é")
            #expect(parts.path == "/post gres?")
            let token = try #require(parts.password)
            #expect(token.hasPrefix("\(Tool.host)/?Action=DbConnect&X-Amz-Algorithm="))
            #expect(token.contains("X-Amz-Security-Token=IQoJb3JpZ2luX2Vj%2F%2F%2BEXAMPLE"))
            let items = Dictionary(
                (parts.queryItems ?? []).map { ($0.name, $0.value ?? "") },
                uniquingKeysWith: { $1 }
            )
            #expect(items["sslmode"] == "verify-full")
            #expect(items["sslrootcert"] == certificates)
            #expect(items["hostaddr"] == "::1")
            #expect(items["application_name"]?.hasPrefix("aurora-dsql-swift-dsql/") == true)
        }
    }

    @Test func `a token alone needs no file of certificates, a uri does`() async throws {
        let missing = ["PGSSLROOTCERT": "/nonexistent/root.pem"]
        for format in ["token", "json", "pgpass"] {
            let outcome = try await Tool.run(
                ["token", "--format", RawText(format), "-h", RawText(Tool.host)],
                adding: missing
            )
            #expect(outcome.exitStatus == 0, "\(outcome.errorText)")
        }
        let outcome = try await Tool.run(["token", "--format", "uri", "-h", RawText(Tool.host)], adding: missing)
        expectRefusal(outcome, 65, saying: "/nonexistent/root.pem")
    }
}
