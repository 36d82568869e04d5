import AuroraDSQLCredentials
import FoundationEssentials
import Testing

/// The inputs that the known tokens were made from, with botocore 1.43.11.
enum Golden {
    static let id = "abcdefghijklmnopqrstuvwxyz"
    static let host = "\(id).dsql.us-east-1.on.aws"
    static let accessKeyID = "AKIDEXAMPLE"
    static let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
    static let date = Date(timeIntervalSince1970: 1_756_296_000)

    static func credentials(sessionToken: String? = nil, expiration: Date? = nil) -> Credentials {
        Credentials(
            accessKeyID: accessKeyID,
            secretAccessKey: secret,
            sessionToken: sessionToken,
            expiration: expiration
        )
    }

    /// A token's whole text, from its parts.
    static func text(
        host: String = host,
        action: AuthToken.Action,
        seconds: Int = 900,
        encodedSessionToken: String? = nil,
        signature: String
    ) -> String {
        let session = encodedSessionToken.map { "&X-Amz-Security-Token=\($0)" } ?? ""
        return "\(host)/?Action=\(action.rawValue)&X-Amz-Algorithm=AWS4-HMAC-SHA256"
            + "&X-Amz-Credential=AKIDEXAMPLE%2F20250827%2Fus-east-1%2Fdsql%2Faws4_request"
            + "&X-Amz-Date=20250827T120000Z&X-Amz-Expires=\(seconds)&X-Amz-SignedHeaders=host\(session)"
            + "&X-Amz-Signature=\(signature)"
    }

    /// One known token.
    struct Row: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var host = Golden.host
        var action = AuthToken.Action.dbConnectAdmin
        var seconds = 900
        var sessionToken: String?
        var encodedSessionToken: String?
        var signature: String

        var text: String {
            Golden.text(
                host: host,
                action: action,
                seconds: seconds,
                encodedSessionToken: encodedSessionToken,
                signature: signature
            )
        }
    }

    static let adminSignature = "4ad11872e4b63d274978305c8336a4a5d6c35cc8a307a38d41ad4be2cef1c426"

    static let rows = [
        Row(testDescription: "admin, 900 s", signature: adminSignature),
        Row(
            testDescription: "another user, 900 s",
            action: .dbConnect,
            signature: "6af00daa1581ded1430d167278012f0b8d3c26de1d14a75726f8729853eadee0"
        ),
        Row(
            testDescription: "admin, 450 s",
            seconds: 450,
            signature: "4c50b177b9b3b42a4963ad60b4325f9d8d549e370e05a89afb4d0b3b5523c95b"
        ),
        Row(
            testDescription: "session token",
            sessionToken: "IQoJb3JpZ2luX2Vj//+==",
            encodedSessionToken: "IQoJb3JpZ2luX2Vj%2F%2F%2B%3D%3D",
            signature: "e9a5159aa5f8af45de9fd49e9814ad845214386b6f6855351069c1fd90d1ecca"
        ),
        Row(
            testDescription: "a port behind the host",
            host: "\(host):5432",
            signature: "cdf932a649cfd61d609d5df07d06b212baea2c53262d2e8ff72faf0f295fa40a"
        ),
        Row(testDescription: "upper case", host: host.uppercased(), signature: adminSignature),
        Row(
            testDescription: "private DNS host",
            host: "\(id).dsql-fnh4.us-east-1.on.aws",
            action: .dbConnect,
            signature: "1a709059d76c401207d3191a4371eb6eda7763120a844d75a91363adff7e746b"
        ),
    ]
}
