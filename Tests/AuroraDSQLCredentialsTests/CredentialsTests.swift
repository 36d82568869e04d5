import AuroraDSQLCredentials
import FoundationEssentials
import Testing

@Suite struct CredentialsTests {
    @Test func `no way of printing credentials shows a secret`() {
        let credentials = Credentials(
            accessKeyID: "AKIDEXAMPLE",
            secretAccessKey: "very-secret",
            sessionToken: "session-secret",
            expiration: Date(timeIntervalSince1970: 1_756_296_000)
        )
        var dumped = ""
        dump(credentials, to: &dumped)
        for text in ["\(credentials)", String(reflecting: credentials), dumped] {
            #expect(!text.contains("very-secret"))
            #expect(!text.contains("session-secret"))
            #expect(text.contains("AKIDEXAMPLE"))
            #expect(text.contains("2025-08-27T12:00:00Z"))
        }
    }
}
