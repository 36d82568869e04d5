import AuroraDSQLCredentials
import Testing

extension SigningSuite {
    /// One request of the suite, with what differs from the plainest one.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let method: String
        let path: String
        let query: String
        let headers: [HTTPField]
        let body: String
        let sessionToken: String?
        let options: SigV4Signer.HeaderOptions
        let signed: String
        let signature: String

        init(
            _ name: String,
            method: String = "GET",
            path: String = "/",
            query: String = "",
            headers: [(String, String)] = [],
            body: String = "",
            normalizesPath: Bool = true,
            sendsPayloadHash: Bool = false,
            sessionToken: String? = nil,
            signsSessionToken: Bool = true,
            signed: String = "host;x-amz-date",
            signature: String
        ) {
            testDescription = name
            self.method = method
            self.path = path
            self.query = query
            self.headers = headers.map { HTTPField($0, $1) } + [HTTPField("Host", "example.amazonaws.com")]
            self.body = body
            self.sessionToken = sessionToken
            var options = SigV4Signer.HeaderOptions()
            options.normalizesPath = normalizesPath
            options.sendsPayloadHash = sendsPayloadHash
            options.sessionToken = signsSessionToken ? .signed : .unsigned
            self.options = options
            self.signed = signed
            self.signature = signature
        }
    }
}
