/// A DSQL password taken apart: a presigned request without its scheme.
///
/// Reading is strict on purpose: each parameter once, no unknown one, nothing but unreserved characters and
/// `%XX` in a value. What a real service might still let through is not worth relying on.
package struct PresignedToken: Sendable {
    package var host: String
    package var action: String
    package var algorithm: String
    package var accessKeyID: String
    /// What follows the access key: date, region, service, terminator.
    package var scope: [String]
    package var date: SigningTime
    package var lifetimeSeconds: Int64
    package var signedHeaders: String
    package var sessionToken: String?
    package var signature: String
    /// Name and decoded value of all that was signed, in the order of arrival.
    package var signedParameters: [(name: String, value: String)]

    static let names: Set<String> = [
        "Action", "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders",
        "X-Amz-Security-Token", "X-Amz-Signature",
    ]

    package init(_ text: String) throws(TokenRefusal) {
        guard text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            throw TokenRefusal(.malformed, "The password is not an authentication token.")
        }
        guard let slash = text.firstIndex(of: "/"), slash > text.startIndex,
            text[text.index(after: slash)...].first == "?"
        else {
            throw TokenRefusal(
                .malformed,
                "The password is not an authentication token: <host>/?Action=... is expected."
            )
        }
        host = String(text[..<slash])
        let query = text[text.index(slash, offsetBy: 2)...]
        let values = try Self.parameters(query)
        signedParameters = values.filter { $0.name != "X-Amz-Signature" }
        func value(_ name: String) throws(TokenRefusal) -> String {
            guard let found = values.first(where: { $0.name == name }) else {
                throw TokenRefusal(.malformed, "The token has no \(name) parameter.")
            }
            return found.value
        }
        action = try value("Action")
        algorithm = try value("X-Amz-Algorithm")
        let credential = try value("X-Amz-Credential").split(separator: "/", omittingEmptySubsequences: false)
        guard credential.count == 5, !credential[0].isEmpty else {
            throw TokenRefusal(
                .credentialScope,
                "X-Amz-Credential must be <access key>/<date>/<region>/dsql/aws4_request."
            )
        }
        accessKeyID = String(credential[0])
        scope = credential.dropFirst().map(String.init)
        guard let parsed = SigningTime(try value("X-Amz-Date")) else {
            throw TokenRefusal(.malformed, "X-Amz-Date must be a date like 20250827T120000Z.")
        }
        date = parsed
        lifetimeSeconds = try Self.lifetime(value("X-Amz-Expires"))
        signedHeaders = try value("X-Amz-SignedHeaders")
        sessionToken = values.first { $0.name == "X-Amz-Security-Token" }?.value
        signature = try value("X-Amz-Signature")
    }

    private static func parameters(_ query: Substring) throws(TokenRefusal) -> [(name: String, value: String)] {
        var result: [(name: String, value: String)] = []
        for part in query.split(separator: "&", omittingEmptySubsequences: false) {
            guard let equals = part.firstIndex(of: "="), names.contains(String(part[..<equals])) else {
                throw TokenRefusal(.malformed, "The token has a parameter that does not belong into it.")
            }
            let name = String(part[..<equals])
            guard !result.contains(where: { $0.name == name }) else {
                throw TokenRefusal(.malformed, "The token has the parameter \(name) more than once.")
            }
            guard let value = PercentEncoding.decode(part[part.index(after: equals)...]) else {
                throw TokenRefusal(.malformed, "The value of \(name) is not percent-encoded as a token's has to be.")
            }
            result.append((name, value))
        }
        return result
    }

    private static func lifetime(_ text: String) throws(TokenRefusal) -> Int64 {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw TokenRefusal(.lifetime, "X-Amz-Expires must be a positive number of seconds.")
        }
        guard let seconds = Int64(text), seconds <= 604_800 else {
            throw TokenRefusal(.lifetime, "X-Amz-Expires must be less than a week (in seconds), at most 604800.")
        }
        guard seconds > 0, !text.hasPrefix("0") else {
            throw TokenRefusal(.lifetime, "X-Amz-Expires must be a positive number of seconds.")
        }
        return seconds
    }
}
