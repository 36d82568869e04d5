import AuroraDSQLCredentials
import FoundationEssentials
import TestSupport
import Testing

/// The built tool with moto, an STS by other people that checks signatures.
@Suite struct MotoTests {
    private static let role = "arn:aws:iam::123456789012:role/app"

    @Test func `moto takes the signature of a role of a source profile, and a token is made from the answer`()
        async throws
    {
        try await withTemporaryFolder { folder in
            let moto = try Self.checkingMoto(folder)
            let environment = Self.environment(folder, moto).merging(["AWS_PROFILE": "dev"]) { $1 }
            let credentials = try await Self.credentials(environment)
            let token = try await Tool.run(["token", "--host", RawText(Tool.host)], environment: environment)
            #expect(token.exitStatus == 0, "\(token.errorText)")
            // The role cache holds what the first run got, hence the same key.
            let key = try #require(credentials["AccessKeyId"]?.text)
            #expect(token.outputText.contains("X-Amz-Credential=\(key)%2F"))
            #expect(token.outputText.contains("X-Amz-Security-Token="))
        }
    }

    @Test func `a role of a role is assumed with the session of the first`() async throws {
        try await withTemporaryFolder { folder in
            let moto = try Self.moto(folder)
            let environment = Self.environment(folder, moto).merging(["AWS_PROFILE": "next"]) { $1 }
            let credentials = try await Self.credentials(environment)
            #expect(credentials["AccountId"]?.text == "210987654321")
        }
    }

    @Test func `moto refuses a key whose secret is another one`() async throws {
        try await withTemporaryFolder { folder in
            let moto = try Self.checkingMoto(folder)
            let keys = String(decoding: try folder.read(".aws/credentials"), as: UTF8.self)
            let wrong = keys.replacing("aws_secret_access_key = ", with: "aws_secret_access_key = wrong")
            try folder.write(wrong, to: ".aws/credentials")
            let environment = Self.environment(folder, moto).merging(["AWS_PROFILE": "dev"]) { $1 }
            let outcome = try await Tool.run(["credentials"], environment: environment)
            expectRefusal(outcome, 77, saying: "SignatureDoesNotMatch")
        }
    }

    @Test func `moto gives a role for a web identity`() async throws {
        try await withTemporaryFolder { folder in
            let moto = try Self.moto(folder)
            let token = try folder.write("web-identity-token", to: "token")
            let variables = ["AWS_WEB_IDENTITY_TOKEN_FILE": token, "AWS_ROLE_ARN": Self.role]
            let credentials = try await Self.credentials(Self.environment(folder, moto).merging(variables) { $1 })
            #expect(credentials["AccountId"]?.text == "123456789012")
        }
    }

    /// A server that gives a role to everybody.
    private static func moto(_ folder: TemporaryFolder) throws -> PythonServer {
        try folder.write(
            "[base]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = \(Tool.secretKey)\n",
            to: ".aws/credentials"
        )
        return try configured(folder, PythonServer("Chain/moto_server.py"))
    }

    /// A server that knows one user, whose key it writes, and refuses what is not signed with it.
    private static func checkingMoto(_ folder: TemporaryFolder) throws -> PythonServer {
        let path = try folder.write("", to: ".aws/credentials")
        return try configured(folder, PythonServer("Chain/moto_server.py", [path]))
    }

    private static func configured(_ folder: TemporaryFolder, _ server: PythonServer) throws -> PythonServer {
        try folder.write(
            """
            [profile dev]
            role_arn = \(role)
            source_profile = base
            [profile next]
            role_arn = arn:aws:iam::210987654321:role/next
            source_profile = dev

            """,
            to: ".aws/config"
        )
        return server
    }

    private static func environment(_ folder: TemporaryFolder, _ moto: PythonServer) -> [String: String] {
        Tool.bare.merging(["HOME": folder.path, "AWS_ENDPOINT_URL_STS": "http://127.0.0.1:\(moto.port)"]) { $1 }
    }

    /// The answer of the tool, which must be that of a role.
    private static func credentials(_ environment: [String: String]) async throws -> JSONValue {
        let outcome = try await Tool.run(["credentials", "--format", "process"], environment: environment)
        #expect(outcome.exitStatus == 0, "\(outcome.errorText)")
        let answer = try #require(JSONValue(parsing: outcome.output))
        #expect(answer["Version"]?.number == 1)
        #expect(answer["AccessKeyId"]?.text?.hasPrefix("ASIA") == true)
        #expect(answer["SecretAccessKey"]?.text != nil)
        #expect(answer["SessionToken"]?.text != nil)
        let expiration = try #require(answer["Expiration"]?.text.flatMap(AWSTimestamp.parseISO8601))
        #expect(expiration > Date())
        return answer
    }
}
