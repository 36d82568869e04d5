import AuroraDSQLCredentials
import FoundationEssentials
import Testing

@Suite struct DPoPProofTests {
    /// Made for this test, used for nothing else.
    private static let pem = """
        -----BEGIN EC PRIVATE KEY-----
        MHcCAQEEIOvnyfu5eGnq66ejRwOTlka9RPcOFjnkKrd6zusPxokdoAoGCCqGSM49
        AwEHoUQDQgAEI6kVUdzhAVLeNwQmvmWb3CiGP4C4xD3vFnmO+tIPXch6hOg/8O1a
        58kQdH86a3rpLJv6jgX7wM+0JwXiDwLahg==
        -----END EC PRIVATE KEY-----
        """

    private func proof(_ identifier: String) -> DPoPProof {
        DPoPProof(
            method: "POST",
            url: "https://us-east-1.signin.aws.amazon.com/v1/token",
            issuedAt: Date(timeIntervalSince1970: 1_756_296_000),
            identifier: identifier
        )
    }

    @Test(arguments: ["a", "b", "c", "d", "e", "f", "g", "h"])
    func `a proof is verified by arithmetic that knows nothing of OpenSSL`(_ identifier: String) throws {
        let token = try proof(identifier).token(pem: Self.pem)
        let answer = try PythonOracle.ask("verify_es256.py", .object(["token": .string(token)]))
        #expect(answer["valid"] == .bool(true))
        #expect(answer["header"]?["typ"] == .string("dpop+jwt"))
        #expect(answer["header"]?["alg"] == .string("ES256"))
        #expect(answer["header"]?["jwk"]?["crv"] == .string("P-256"))
        #expect(answer["claims"]?["htm"] == .string("POST"))
        #expect(answer["claims"]?["htu"] == .string("https://us-east-1.signin.aws.amazon.com/v1/token"))
        #expect(answer["claims"]?["iat"] == .integer(1_756_296_000))
        #expect(answer["claims"]?["jti"] == .string(identifier))
    }

    @Test func `a changed token is not verified`() throws {
        var token = try proof("a").token(pem: Self.pem)
        token.removeLast(4)
        token += "AAAA"
        #expect(try PythonOracle.ask("verify_es256.py", .object(["token": .string(token)]))["valid"] == .bool(false))
    }

    @Test(arguments: [
        "", "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n",
        // An encrypted key: no passphrase is asked for.
        """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAhFpLyE8e3lkwICCAAw
        -----END ENCRYPTED PRIVATE KEY-----
        """,
        // A key of another curve.
        """
        -----BEGIN PRIVATE KEY-----
        MIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGbAgEBBDDjuhNh87apovLENvK2
        Hnru1iVyqBSKnjTj3ClT+LNKmMNGEM05QqzRw4zPz5vzBJKhZANiAATGznfIkavN
        YXQ+p68KMyQduhgwSmEkKWA/NYbhqSYNnYYWnJwlot/Msh7n6j78G9Xg59WXGBIB
        XFTzRQxqTkVzMm6EKTkzYa9teCWFtqL0zd8mZF+Sf/kt5nmgYbMSDj0=
        -----END PRIVATE KEY-----
        """,
    ])
    func `what is no P-256 key is refused`(_ pem: String) {
        let error = #expect(throws: CredentialsError.self) { try proof("a").token(pem: pem) }
        #expect(error?.code == .malformedResponse)
    }

    @Test func `an identifier has the form of a random UUID`() {
        var numbers = [0.0, 0.999, 0.5, 0.25].makeIterator()
        let text = DPoPProof.identifier(random: { numbers.next() ?? 0.75 })
        #expect(text == "00ff8040-c0c0-40c0-80c0-c0c0c0c0c0c0")
    }
}
