import AuroraDSQLCredentials
import FoundationEssentials
import Testing

@Suite struct TokenInspectionTests {
    private static let good = Golden.text(
        action: .dbConnectAdmin,
        encodedSessionToken: "session%2Fsecret",
        signature: Golden.adminSignature
    )

    @Test(arguments: Golden.rows)
    func `every known token says what it was made from`(row: Golden.Row) throws {
        let inspection = try TokenInspection(row.text)
        #expect(inspection.host == row.host)
        #expect(inspection.action == row.action)
        #expect(inspection.region.name == "us-east-1")
        #expect(inspection.accessKeyID == "AKIDEXAMPLE")
        #expect(inspection.signedAt == Golden.date)
        #expect(inspection.seconds == row.seconds)
        #expect(inspection.expiration == Golden.date + Double(row.seconds))
        #expect(inspection.hasSessionToken == (row.sessionToken != nil))
        #expect(inspection.signedHeaders == ["host"])
    }

    @Test(arguments: ["\n", "\r\n"])
    func `a line end after the token is dropped`(end: String) throws {
        #expect(try TokenInspection(Self.good + end) == TokenInspection(Self.good))
    }

    @Test func `the order of the parameters does not matter`() throws {
        let (head, query) = (Golden.host + "/?", Self.good.dropFirst(Golden.host.utf8.count + 2))
        let reversed = head + query.split(separator: "&").reversed().joined(separator: "&")
        #expect(try TokenInspection(reversed) == TokenInspection(Self.good))
    }

    /// What to replace in a good token, by what, and a word of the error.
    @Test(arguments: [
        (Golden.host, "", "host"), (Golden.host, "https://\(Golden.host)", "scheme"), (Golden.host, "a@b", "host"),
        ("/?", "?", "form"), ("/?", "/x?", "form"), ("Action=", "Acton=", "parameter"),
        ("DbConnectAdmin", "DbDrop", "Action"), ("DbConnectAdmin", "", "Action"), ("HMAC-SHA256", "HMAC", "Algorithm"),
        ("20250827%2F", "20250828%2F", "day"), ("20250827%2F", "2025%2F", "day"), ("us-east-1%2F", "US%2F", "Region"),
        ("%2Fdsql", "%2Frds-db", "service"), ("aws4_request", "aws5_request", "Credential"),
        ("AKIDEXAMPLE", "", "access key"), ("AKIDEXAMPLE", "%20", "access key"),
        ("20250827T120000Z", "20250827T120000", "Date"), ("20250827T120000Z", "20250230T120000Z", "Date"),
        ("20250827T120000Z", "20250827T240000Z", "Date"), ("Expires=900", "Expires=0", "Expires"),
        ("Expires=900", "Expires=-5", "Expires"), ("Expires=900", "Expires=604801", "Expires"),
        ("Expires=900", "Expires=%2B900", "Expires"), ("Expires=900", "Expires=99999999999999999999", "Expires"),
        ("=host", "=host%3Bx-amz-date", "SignedHeaders"), ("&X-Amz-Date", "&X-Amz-Expires=1&X-Amz-Date", "twice"),
        ("session%2Fsecret", "session/secret", "percent"), ("session%2Fsecret", "session%2fsecret", "percent"),
        ("session%2Fsecret", "session&secret", "parameter"), ("session%2Fsecret", "%FF", "percent"),
        ("session%2Fsecret", "", "empty"), ("c426", "c42", "Signature"), ("c426", "C426", "Signature"),
        ("&X-Amz-Signature", "", "percent"), ("Action=DbConnectAdmin&", "", "Action"), ("&", "&&", "parameter"),
        ("&", " &", "space"), ("&", "\n&", "space"), ("&", "\u{e9}&", "space"),
    ])
    func `a text that is no token is refused with its reason and without a secret`(
        part: String,
        replacement: String,
        word: String
    ) {
        let text = Self.good.replacingOnce(part, by: replacement)
        let error = #expect(throws: CredentialsError.self) { try TokenInspection(text) }
        #expect(error?.code == .invalidValue)
        #expect(error?.message.contains(word) == true, "\(error?.message ?? "")")
        #expect(error?.remedy != nil)
        for secret in ["session", "secret", "4ad11872"] {
            #expect(error?.debugDescription.contains(secret) == false)
        }
    }

    @Test func `arbitrary bytes are refused or read, and never more than that`() {
        var random = SeededRandom(seed: 7)
        let good = [UInt8](Self.good.utf8)
        var refused = 0
        for _ in 0..<5_000 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let index = Int.random(in: bytes.indices, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[index] = UInt8.random(in: .min ... .max, using: &random)
                case 1: bytes.remove(at: index)
                case 2: bytes.insert(bytes.randomElement(using: &random) ?? 0, at: index)
                default: bytes = [UInt8](bytes[..<min(max(index, 8), bytes.count)])
                }
            }
            do {
                _ = try TokenInspection(bytes: bytes)
            } catch {
                #expect(error.code == .invalidValue)
                refused += 1
            }
        }
        #expect(refused > 2_500)
    }

    @Test(arguments: [[], [0], [0x0A], [0x0D, 0x0A], [0xFF], [0x2F, 0x3F], [UInt8](repeating: 0x61, count: 70_000)])
    func `short, empty and endless input is refused`(bytes: [UInt8]) {
        #expect(throws: CredentialsError(.invalidValue, "")) { try TokenInspection(bytes: bytes) }
    }

    @Test func `a token with a 4096-character session token is read`() throws {
        let text = Self.good.replacingOnce("session%2Fsecret", by: String(repeating: "%2F", count: 4_096))
        #expect(try TokenInspection(text).hasSessionToken)
    }
}

extension String {
    /// The text with the first occurrence of a part replaced.
    func replacingOnce(_ part: String, by replacement: String) -> String {
        var text = self
        if let range = text.firstRange(of: part) { text.replaceSubrange(range, with: replacement) }
        return text
    }
}
