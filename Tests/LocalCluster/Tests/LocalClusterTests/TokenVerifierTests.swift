import LocalCluster
import Testing

struct TokenVerifierTests {
    @Test(arguments: GoldenToken.accepted)
    func `a token as botocore signs it is accepted`(token: GoldenToken) throws {
        let parsed = try token.verifier.verify(
            token.text,
            user: token.user,
            serverName: token.serverName,
            now: GoldenToken.signedAt.advanced(by: 60)
        )
        #expect(parsed.action == token.action)
        #expect(parsed.accessKeyID == "AKIDEXAMPLE")
    }

    @Test func `the order of the parameters does not matter`() throws {
        let token = GoldenToken.admin
        let text = "\(token.host)/?" + token.parameters.reversed().joined(separator: "&")
        try token.verifier.verify(text, user: "admin", serverName: token.host, now: GoldenToken.signedAt)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var reason: TokenRefusal.Reason
        var token = GoldenToken.admin
        var user = "admin"
        var serverName = GoldenToken.clusterHost
        var after: Int64 = 0
        var hint: String?
        var change: @Sendable (String) -> String = { $0 }
        var configure: @Sendable (inout TokenVerifier) -> Void = { _ in }

        var testDescription: String { name }
    }

    static func replacing(_ part: String, _ other: String) -> @Sendable (String) -> String {
        { $0.replacing(part, with: other) }
    }

    static let refused: [Case] = [
        Case(name: "empty", reason: .malformed, change: { _ in "" }),
        Case(name: "a password", reason: .malformed, change: { _ in "secret" }),
        Case(name: "a scheme in front", reason: .malformed, change: { "https://" + $0 }),
        Case(name: "another path", reason: .malformed, change: replacing("/?", "/x?")),
        Case(name: "a space", reason: .malformed, change: { $0 + " " }),
        Case(name: "a final newline", reason: .malformed, change: { $0 + "\n" }),
        Case(name: "an unknown parameter", reason: .malformed, change: { $0 + "&X-Amz-Other=1" }),
        Case(name: "a duplicate", reason: .malformed, change: { $0 + "&Action=DbConnectAdmin" }),
        Case(name: "no value", reason: .malformed, change: replacing("Action=DbConnectAdmin", "Action")),
        Case(
            name: "no signature",
            reason: .malformed,
            change: { $0.split(separator: "&").dropLast().joined(separator: "&") }
        ),
        Case(name: "no action", reason: .malformed, change: replacing("Action=DbConnectAdmin&", "")),
        Case(name: "a broken escape", reason: .malformed, change: replacing("%2Fus", "%2us")),
        Case(name: "a slash in clear", reason: .malformed, change: replacing("%2Fus", "/us")),
        Case(name: "a thirteenth month", reason: .malformed, change: replacing("Date=202508", "Date=202513")),
        Case(name: "another algorithm", reason: .algorithm, change: replacing("HMAC-SHA256", "HMAC-SHA1")),
        Case(name: "other headers", reason: .signedHeaders, change: replacing("=host", "=host%3Bdate")),
        Case(name: "a short scope", reason: .credentialScope, change: replacing("%2Faws4_request", "")),
        Case(name: "another day", reason: .credentialScope, change: replacing("%2F20250827", "%2F20250826")),
        Case(name: "another service", reason: .credentialScope, change: replacing("%2Fdsql%2F", "%2Frds-db%2F")),
        Case(name: "another terminator", reason: .credentialScope, change: replacing("aws4_request", "aws5_request")),
        Case(name: "another region", reason: .region, configure: { $0.region = "eu-west-1" }),
        Case(name: "another host", reason: .host, serverName: "other.dsql.us-east-1.on.aws"),
        Case(
            name: "a port in the host",
            reason: .host,
            token: GoldenToken(
                name: "port",
                signature: "cdf932a649cfd61d609d5df07d06b212baea2c53262d2e8ff72faf0f295fa40a",
                host: GoldenToken.clusterHost + ":5432"
            )
        ),
        Case(name: "no lifetime", reason: .lifetime, change: replacing("Expires=900", "Expires=0")),
        Case(name: "a negative lifetime", reason: .lifetime, change: replacing("Expires=900", "Expires=-5")),
        Case(name: "a fraction", reason: .lifetime, change: replacing("Expires=900", "Expires=1.5")),
        Case(
            name: "more than a week",
            reason: .lifetime,
            hint: "X-Amz-Expires must be less than a week",
            change: replacing("Expires=900", "Expires=604801")
        ),
        Case(
            name: "a lifetime beyond all numbers",
            reason: .lifetime,
            hint: "X-Amz-Expires must be less than a week",
            change: replacing("Expires=900", "Expires=99999999999999999999999")
        ),
        Case(name: "expired to the second", reason: .expired, after: 900, hint: "Signature expired: 20250827T121500Z"),
        Case(name: "301 seconds ahead", reason: .notYetCurrent, after: -301, hint: "Signature not yet current"),
        Case(name: "an unknown key", reason: .unknownKey, configure: { $0.keys = [.random()] }),
        Case(name: "another secret", reason: .signature, configure: { $0.keys[0].secret += "x" }),
        Case(
            name: "a session token too many",
            reason: .sessionToken,
            token: .temporary,
            configure: { $0.keys[0].sessionToken = nil }
        ),
        Case(name: "a session token missing", reason: .sessionToken, configure: { $0.keys[0].sessionToken = "x" }),
        Case(
            name: "another session token",
            reason: .sessionToken,
            token: .temporary,
            configure: { $0.keys[0].sessionToken = "x" }
        ),
        Case(name: "a changed signature", reason: .signature, change: replacing("4ad1", "4ad2")),
        Case(name: "a short signature", reason: .signature, change: { String($0.dropLast()) }),
        Case(name: "a changed lifetime", reason: .signature, change: replacing("Expires=900", "Expires=901")),
        Case(
            name: "the admin's token for a role",
            reason: .action,
            user: "reader",
            hint: "Wrong user to action mapping. user: reader, action: DbConnectAdmin"
        ),
        Case(name: "a role's token for the admin", reason: .action, token: .role),
        Case(name: "Admin is a role", reason: .action, user: "Admin"),
        Case(
            name: "an action no policy grants",
            reason: .denied,
            hint: "is not authorized to perform: dsql:DbConnectAdmin",
            configure: { $0.deniedActions = ["DbConnectAdmin"] }
        ),
    ]

    @Test(arguments: refused)
    func `any other token is refused`(row: Case) {
        var verifier = row.token.verifier
        row.configure(&verifier)
        do throws(TokenRefusal) {
            try verifier.verify(
                row.change(row.token.text),
                user: row.user,
                serverName: row.serverName,
                now: GoldenToken.signedAt.advanced(by: row.after)
            )
            Issue.record("accepted")
        } catch {
            #expect(error.reason == row.reason)
            #expect(error.hint.contains(row.hint ?? ""))
        }
    }

    @Test(arguments: [Int64](arrayLiteral: -300, 0, 899))
    func `a token is good from five minutes early to its last second`(after: Int64) throws {
        let token = GoldenToken.admin
        try token.verifier.verify(
            token.text,
            user: "admin",
            serverName: token.host,
            now: GoldenToken.signedAt.advanced(by: after)
        )
    }

    @Test(arguments: ["19700101T000000Z", "20240229T235959Z", "20250827T120000Z", "20991231T000001Z"])
    func `a date comes back as it was read`(text: String) throws {
        #expect(try #require(SigningTime(text)).description == text)
    }

    @Test(arguments: [
        "", "20250827T120000", "20250229T120000Z", "20250827 120000Z", "2025082aT120000Z", "20250827T240000Z",
    ])
    func `what is no date is not read`(text: String) {
        #expect(SigningTime(text) == nil)
    }

    @Test func `keys do not show their secrets when printed`() {
        let key = AccessKey(id: "AKIDEXAMPLE", secret: "very secret", sessionToken: "session secret")
        for text in ["\(key)", String(reflecting: key), String(describing: [key])] {
            #expect(!text.contains("secret"))
        }
    }
}
