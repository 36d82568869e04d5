import AuroraDSQLCredentials
import FoundationEssentials
import TestSupport
import Testing

/// The caches of the AWS CLI are found under its names, and what is written there it can read.
@Suite struct BotocoreCacheTests {
    private static let roles: [[String: JSONValue]] = [
        ["RoleArn": .string("arn:aws:iam::123456789012:role/app")],
        ["RoleArn": .string("arn:aws:iam::123456789012:role/a"), "RoleSessionName": .string("me@example.com")],
        ["RoleArn": .string("arn:aws:iam::123456789012:role/a"), "ExternalId": .string("Zürich \"😂\"\\/\u{7F}")],
        [
            "RoleArn": .string("arn:aws:iam::123456789012:role/a"), "DurationSeconds": .integer(3_600),
            "ExternalId": .string("x"), "RoleSessionName": .string("s"),
            "SerialNumber": .string("arn:aws:iam::123456789012:mfa/me"),
        ],
    ]

    private func cacheFile(for role: [String: JSONValue]) async throws -> (path: String, content: JSONValue?) {
        var config = "[profile dev]\nrole_arn = \(role["RoleArn"]?.string ?? "")\nsource_profile = base\n"
        for (argument, setting) in [
            ("RoleSessionName", "role_session_name"), ("ExternalId", "external_id"), ("SerialNumber", "mfa_serial"),
        ] {
            if let value = role[argument]?.string { config += "\(setting) = \(value)\n" }
        }
        if let seconds = role["DurationSeconds"]?.number { config += "duration_seconds = \(Int(seconds))\n" }
        let keys = "[base]\naws_access_key_id = AKIABASE\naws_secret_access_key = secret\n"
        let answer = """
            <AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA</AccessKeyId>\
            <SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>\
            <Expiration>2999-01-02T03:04:05Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>
            """
        let world = TestWorld(
            environment: ["HOME": "/home/user"],
            files: MemoryFileSystem(text: ["/home/user/.aws/config": config, "/home/user/.aws/credentials": keys]),
            exchanges: [ReplayExchange("POST", "https://sts.us-east-1.amazonaws.com/", body: answer)],
            answers: ["123456"]
        )
        let chain = DefaultChain(
            profile: "dev",
            usesRoleCache: true,
            context: world.context,
            factories: .fixtures
        ).chain
        _ = try await chain.credentials()
        let file = try #require(world.files.files.first { $0.key.contains("/.aws/cli/cache/") })
        return (file.key, JSONValue(parsing: file.value))
    }

    @Test func `a role's file has the name and the form that the AWS CLI gives it`() async throws {
        var files: [(path: String, content: JSONValue?)] = []
        for role in Self.roles { files.append(try await cacheFile(for: role)) }
        var questions = Self.roles.map {
            JSONValue.object(["ask": .string("roleCacheKey"), "role": .object($0)])
        }
        questions += try files.map { file in
            let text = String(decoding: try #require(file.content).serialized(), as: UTF8.self)
            return .object(["ask": .string("readRoleCache"), "content": .string(text)])
        }
        let answers = try PythonOracle.ask("botocore_answers.py", .array(questions)).elements
        let count = Self.roles.count
        for (file, key) in zip(files, answers.prefix(count)) {
            #expect(file.path == "/home/user/.aws/cli/cache/\(key.string ?? "").json")
        }
        let end = try #require(AWSTimestamp.parseISO8601("2999-01-02T03:04:05Z")).timeIntervalSince1970
        for answer in answers.suffix(count) { #expect(answer.number == end) }
    }

    @Test func `hashes are those of the SSO and login caches`() throws {
        let names = ["corp", "https://acme.awsapps.com/start", "Ünïcode session", ""]
        let questions = names.map { name in
            JSONValue.object(["ask": .string("ssoCachePath"), "session": .string(name), "startURL": .string("x")])
        }
        let logins = names.map { JSONValue.object(["ask": .string("loginCachePath"), "session": .string($0)]) }
        let answers = try PythonOracle.ask("botocore_answers.py", .array(questions + logins)).elements
        #expect(
            answers.compactMap(\.string) == names.map(LibcryptoProofs.sha1Hex) + names.map(LibcryptoProofs.sha256Hex)
        )
    }
}
