import AuroraDSQLCredentials
import FoundationEssentials
import Testing

@Suite struct SigV4SignerHeaderTests {
    private let date = Date(timeIntervalSince1970: 1_440_938_160)

    private func sign(_ sample: SigningSuite.Case) throws -> [HTTPField] {
        try SigV4Signer(service: "service").signedHeaders(
            method: sample.method,
            path: sample.path,
            query: sample.query,
            headers: sample.headers,
            body: [UInt8](sample.body.utf8),
            region: Region("us-east-1"),
            credentials: Golden.credentials(sessionToken: sample.sessionToken),
            date: date,
            options: sample.options
        )
    }

    @Test(arguments: SigningSuite.cases)
    func `a request is signed as in AWS's test suite`(sample: SigningSuite.Case) throws {
        let added = try sign(sample)
        #expect(
            added.last
                == HTTPField(
                    "Authorization",
                    "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                        + "SignedHeaders=\(sample.signed), Signature=\(sample.signature)"
                )
        )
        #expect(added.first == HTTPField("X-Amz-Date", "20150830T123600Z"))
        #expect(added.first { $0.name == "X-Amz-Security-Token" }?.value == sample.sessionToken)
        #expect(added.contains { $0.name == "X-Amz-Content-Sha256" } == sample.options.sendsPayloadHash)
    }

    @Test func `fields that others may change on the way stay unsigned`() throws {
        let plain = SigningSuite.Case("plain", signature: "")
        let more = SigningSuite.Case(
            "more",
            headers: [("User-Agent", "a"), ("Expect", "b"), ("X-Amzn-Trace-Id", "c"), ("connection", "d")],
            signature: ""
        )
        #expect(try sign(plain) == sign(more))
    }

    @Test(arguments: [
        ("b=2&a=1&a=0&a", "a=&a=0&a=1&b=2"), ("a=x=y", "a=x%3Dy"), ("a+b=c%20d", "a%2Bb=c%20d"),
        ("a=%zz&b=%4", "a=%25zz&b=%254"), ("a=%7e%2f", "a=~%2F"), ("&&a=1&", "a=1"),
    ])
    func `a query is encoded anew and sorted`(given: String, same: String) throws {
        let signatures = try [given, same].map { try sign(SigningSuite.Case("query", query: $0, signature: "")) }
        #expect(signatures[0] == signatures[1])
        let other = try sign(SigningSuite.Case("query", query: same + "&z=1", signature: ""))
        #expect(signatures[0] != other)
    }

    @Test func `a request without a host is refused`() {
        #expect(throws: CredentialsError(.invalidValue, "")) {
            try SigV4Signer(service: "sts").signedHeaders(
                method: "GET",
                path: "/",
                headers: [HTTPField("X-Host", "example.com")],
                region: Region("us-east-1"),
                credentials: Golden.credentials(),
                date: date
            )
        }
    }

    @Test(arguments: ["a b", "line\r\nX-Forged: 1", "nul\0", "\u{e9}"])
    func `a session token that cannot be a header field is refused and not shown`(token: String) {
        let error = #expect(throws: CredentialsError.self) {
            try sign(SigningSuite.Case("token", sessionToken: token, signature: ""))
        }
        #expect(error?.code == .invalidConfiguration)
        #expect(error?.debugDescription.contains(token) == false)
    }
}
