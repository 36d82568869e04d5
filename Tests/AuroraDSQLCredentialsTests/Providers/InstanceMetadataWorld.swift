import AuroraDSQLCredentials
import TestSupport

/// The instance metadata service of a test: what it is asked and what it answers, in order.
struct InstanceMetadataWorld {
    static let base = "http://169.254.169.254"
    static let extended = "/latest/meta-data/iam/security-credentials-extended/"
    static let legacy = "/latest/meta-data/iam/security-credentials/"
    static let secrets = ["instance-secret", "instance-session", "metadata-token"]

    static func answer(expiration: String = "2025-08-27T18:00:00Z", account: String? = "123456789012") -> String {
        """
        {"Code": "Success", "LastUpdated": "2025-08-27T12:00:00Z", "Type": "AWS-HMAC", "AccessKeyId": "ASIAINSTANCE",
         "SecretAccessKey": "instance-secret", "Token": "instance-session", "Expiration": "\(expiration)",
         \(account.map { "\"AccountId\": \"\($0)\", " } ?? "")"Other": {"Name": "x"}}
        """
    }

    /// The exchange for a session token.
    static func token(_ text: String = "metadata-token", life: String? = nil, base: String = base) -> ReplayExchange {
        var expected = ReplayExchange.Expectation("PUT", base + "/latest/api/token")
        expected.headers = ["x-aws-ec2-metadata-token-ttl-seconds": "21600"]
        expected.proxies = .never
        let fields = life.map { [HTTPField("X-Aws-Ec2-Metadata-Token-Ttl-Seconds", $0)] } ?? []
        return ReplayExchange(expected, .success(HTTPResponse(status: 200, headers: fields, body: Array(text.utf8))))
    }

    /// A refusal of a session token.
    static func token(status: Int) -> ReplayExchange {
        ReplayExchange("PUT", base + "/latest/api/token", status: status, body: "")
    }

    /// An answer that never comes.
    static func token(_ code: CredentialsError.Code) -> ReplayExchange {
        ReplayExchange(.init("PUT", base + "/latest/api/token"), .failure(CredentialsError(code, "Nothing came.")))
    }

    /// The exchange for a path, with a session token or expressly without one.
    static func get(
        _ path: String,
        _ body: String = "",
        status: Int = 200,
        token: String? = "metadata-token",
        base: String = base
    ) -> ReplayExchange {
        var exchange = ReplayExchange("GET", base + path, status: status, body: body)
        exchange.request.proxies = .never
        if let token {
            exchange.request.headers = ["x-aws-ec2-metadata-token": token]
        } else {
            exchange.request.absentHeaders = ["x-aws-ec2-metadata-token"]
        }
        return exchange
    }

    /// A silence for a path.
    static func get(_ path: String, _ code: CredentialsError.Code) -> ReplayExchange {
        ReplayExchange(.init("GET", base + path), .failure(CredentialsError(code, "Nothing came.")))
    }

    let world: TestWorld
    let provider: InstanceMetadataCredentialsProvider

    init(
        _ exchanges: [ReplayExchange],
        environment: [String: String] = [:],
        settings: InstanceMetadataSettings = InstanceMetadataSettings()
    ) {
        world = TestWorld(environment: environment, exchanges: exchanges, clock: TestClock(random: 0.5))
        provider = InstanceMetadataCredentialsProvider(settings: settings, context: world.context)
    }
}
