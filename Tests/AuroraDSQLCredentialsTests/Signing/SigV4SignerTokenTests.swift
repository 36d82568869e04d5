import AuroraDSQLCredentials
import FoundationEssentials
import Testing

@Suite struct SigV4SignerTokenTests {
    private func token(
        _ signer: SigV4Signer = SigV4Signer(),
        host: String = Golden.host,
        action: AuthToken.Action = .dbConnectAdmin,
        region: String = "us-east-1",
        credentials: Credentials = Golden.credentials(),
        date: Date = Golden.date,
        seconds: Int = 900
    ) throws -> String {
        try signer.presignedToken(
            host: host,
            action: action,
            region: Region(region),
            credentials: credentials,
            date: date,
            expiresIn: seconds
        ).password
    }

    @Test(arguments: Golden.rows)
    func `a token is byte for byte the known one`(row: Golden.Row) throws {
        let made = try token(
            host: row.host,
            action: row.action,
            credentials: Golden.credentials(sessionToken: row.sessionToken),
            seconds: row.seconds
        )
        #expect(made == row.text)
    }

    @Test func `an endpoint given in upper case has the signature of the lower case one`() throws {
        let endpoint = try ClusterEndpoint(Golden.host.uppercased())
        #expect(
            try token(host: endpoint.host)
                == Golden.text(action: .dbConnectAdmin, signature: Golden.adminSignature)
        )
    }

    @Test(arguments: [0, -5, 604_801, Int.min, Int.max])
    func `a duration outside 1 to 604800 seconds is refused`(seconds: Int) {
        let error = #expect(throws: CredentialsError.self) { try token(seconds: seconds) }
        #expect(error?.code == .invalidValue)
        #expect(error?.message.contains("\(seconds)") == true)
        #expect(error?.remedy?.contains("604800") == true)
    }

    @Test(arguments: [1, 9, 10, 604_799, 604_800])
    func `every duration within 1 to 604800 seconds is written out`(seconds: Int) throws {
        #expect(try token(seconds: seconds).contains("&X-Amz-Expires=\(seconds)&"))
    }

    @Test(arguments: [
        "", " ", "a b", "host/path", "host?x", "host#x", "user@host", "a,b", "hôst", "host\n", "host\0", "[::1]", "::1",
        "host:", "host:0", "host:05432", "host:65536", "host:x", ":5432", "host:1:2", "host%41", "https://host",
    ])
    func `a host that a token cannot name is refused`(host: String) {
        let error = #expect(throws: CredentialsError.self) { try token(host: host) }
        #expect(error?.code == .invalidValue)
    }

    @Test func `the port that HTTPS implies is left out of what is signed`() throws {
        let with = try token(host: "\(Golden.host):443")
        #expect(with.hasPrefix("\(Golden.host):443/?"))
        #expect(with.hasSuffix(Golden.adminSignature))
    }

    @Test(arguments: [
        ("", "secret"), ("  ", "secret"), ("AKID EXAMPLE", "secret"), ("AKID\n", "secret"), ("AKÏD", "secret"),
        ("AKID", ""), ("AKID", " \t\n"),
    ])
    func `credentials that cannot sign are refused without showing the secret`(key: String, secret: String) {
        let credentials = Credentials(accessKeyID: key, secretAccessKey: secret)
        let error = #expect(throws: CredentialsError.self) { try token(credentials: credentials) }
        #expect(error?.code == .invalidConfiguration)
        #expect(error?.remedy != nil)
        #expect(error?.debugDescription.contains("\"secret\"") == false)
    }

    @Test func `a kept key is not used for another day, Region, key, secret or session token`() throws {
        let signer = SigV4Signer()
        let variants: [(region: String, credentials: Credentials, date: Date)] = [
            ("us-east-1", Golden.credentials(), Golden.date),
            ("us-east-2", Golden.credentials(), Golden.date),
            ("us-east-1", Golden.credentials(), Golden.date + 86_400),
            ("us-east-1", Credentials(accessKeyID: "AKIDOTHER00", secretAccessKey: Golden.secret), Golden.date),
            ("us-east-1", Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "other"), Golden.date),
            ("us-east-1", Golden.credentials(sessionToken: "one"), Golden.date),
            ("us-east-1", Golden.credentials(sessionToken: "two"), Golden.date),
            // Equivalent to Unicode, and so equal to `==`, but other bytes.
            ("us-east-1", Golden.credentials(sessionToken: "a\u{323}\u{307}"), Golden.date),
            ("us-east-1", Golden.credentials(sessionToken: "a\u{307}\u{323}"), Golden.date),
        ]
        var seen: Set<String> = []
        for _ in 1...2 {
            for variant in variants {
                let kept = try token(
                    signer,
                    region: variant.region,
                    credentials: variant.credentials,
                    date: variant.date
                )
                let fresh = try token(
                    region: variant.region,
                    credentials: variant.credentials,
                    date: variant.date
                )
                #expect(kept == fresh)
                seen.insert(kept)
            }
        }
        #expect(seen.count == variants.count)
    }

    @Test func `a token signed at midnight carries the new day`() throws {
        let signer = SigV4Signer()
        let midnight = Date(timeIntervalSince1970: 1_756_339_200)
        let before = try token(signer, date: midnight - 0.001)
        let after = try token(signer, date: midnight)
        #expect(before.contains("%2F20250827%2F") && before.contains("X-Amz-Date=20250827T235959Z"))
        #expect(after.contains("%2F20250828%2F") && after.contains("X-Amz-Date=20250828T000000Z"))
        #expect(try token(signer, date: midnight - 0.001) == before)
    }

    @Test(arguments: [
        (0.0, "19700101T000000Z"), (-1.0, "19691231T235959Z"), (951_782_400.5, "20000229T000000Z"),
        (.infinity, "99991231T235959Z"), (-.infinity, "00010101T000000Z"), (.nan, "00010101T000000Z"),
    ])
    func `a date is rounded down to a second and never out of range`(seconds: Double, text: String) throws {
        #expect(try token(date: Date(timeIntervalSince1970: seconds)).contains("X-Amz-Date=\(text)&"))
    }

    @Test func `ten thousand tokens from eight tasks are those of a fresh signer`() async throws {
        let signer = SigV4Signer()
        let credentials = [nil, "one", String(repeating: "/+=", count: 400)].map {
            Golden.credentials(sessionToken: $0)
        }
        let matches = try await withThrowingTaskGroup(of: Int.self) { group in
            for task in 0..<8 {
                group.addTask {
                    var matches = 0
                    for index in 0..<1_250 {
                        // Keys change now and then, so that tasks meet while one replaces the context.
                        let used = credentials[(index / 50 + task / 4) % credentials.count]
                        let date = Golden.date + Double((index * 8 + task) * 13)
                        let kept = try token(signer, credentials: used, date: date)
                        let fresh = try token(SigV4Signer(), credentials: used, date: date)
                        matches += kept == fresh ? 1 : 0
                    }
                    return matches
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(matches == 10_000)
    }

    @Test func `a token is redacted when printed`() throws {
        let made = try SigV4Signer().presignedToken(
            host: Golden.host,
            action: .dbConnectAdmin,
            region: Region("us-east-1"),
            credentials: Golden.credentials(),
            date: Golden.date,
            expiresIn: 900
        )
        var dumped = ""
        dump(made, to: &dumped)
        for text in ["\(made)", String(reflecting: made), dumped] {
            #expect(!text.contains("Signature") && !text.contains(Golden.adminSignature))
        }
    }
}
