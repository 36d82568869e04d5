import LocalCluster
import Testing

/// Tokens made by botocore 1.43.11 at 2025-08-27T12:00:00Z, with AWS's example keys.
struct GoldenToken: Sendable, CustomTestStringConvertible {
    static let clusterHost = "abcdefghijklmnopqrstuvwxyz.dsql.us-east-1.on.aws"
    static let signedAt = SigningTime(secondsSince1970: 1_756_296_000)
    static let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"

    var name: String
    var signature: String
    var action = "DbConnectAdmin"
    var expires = "900"
    var host = Self.clusterHost
    var sessionToken: String?

    var testDescription: String { name }
    var user: String { action == "DbConnectAdmin" ? "admin" : "reader" }
    var serverName: String { host }

    var parameters: [String] {
        var result = [
            "Action=\(action)", "X-Amz-Algorithm=AWS4-HMAC-SHA256",
            "X-Amz-Credential=AKIDEXAMPLE%2F20250827%2Fus-east-1%2Fdsql%2Faws4_request", "X-Amz-Date=20250827T120000Z",
            "X-Amz-Expires=\(expires)", "X-Amz-SignedHeaders=host",
        ]
        if sessionToken != nil { result.append("X-Amz-Security-Token=IQoJb3JpZ2luX2Vj%2F%2F%2B%3D%3D") }
        return result + ["X-Amz-Signature=\(signature)"]
    }

    var text: String { "\(host)/?" + parameters.joined(separator: "&") }

    var verifier: TokenVerifier {
        TokenVerifier(
            keys: [AccessKey(id: "AKIDEXAMPLE", secret: Self.secret, sessionToken: sessionToken)],
            region: "us-east-1",
            clusterID: "abcdefghijklmnopqrstuvwxyz"
        )
    }

    static let admin = GoldenToken(
        name: "admin",
        signature: "4ad11872e4b63d274978305c8336a4a5d6c35cc8a307a38d41ad4be2cef1c426"
    )
    static let role = GoldenToken(
        name: "role",
        signature: "6af00daa1581ded1430d167278012f0b8d3c26de1d14a75726f8729853eadee0",
        action: "DbConnect"
    )
    static let temporary = GoldenToken(
        name: "temporary credentials",
        signature: "e9a5159aa5f8af45de9fd49e9814ad845214386b6f6855351069c1fd90d1ecca",
        sessionToken: "IQoJb3JpZ2luX2Vj//+=="
    )

    static let accepted = [
        admin, role, temporary,
        GoldenToken(
            name: "450 seconds",
            signature: "4c50b177b9b3b42a4963ad60b4325f9d8d549e370e05a89afb4d0b3b5523c95b",
            expires: "450"
        ),
        GoldenToken(name: "upper-case host", signature: admin.signature, host: clusterHost.uppercased()),
        GoldenToken(
            name: "suffixed host",
            signature: "1a709059d76c401207d3191a4371eb6eda7763120a844d75a91363adff7e746b",
            action: "DbConnect",
            host: "abcdefghijklmnopqrstuvwxyz.dsql-fnh4.us-east-1.on.aws"
        ),
    ]
}
