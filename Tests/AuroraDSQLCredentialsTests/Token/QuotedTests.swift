import AuroraDSQLCredentials
import Testing

@Suite struct QuotedTests {
    @Test(arguments: [
        ("", "\"\""), ("plain", "\"plain\""), ("a\"b\\c", "\"a\\\"b\\\\c\""), ("a\nb\r\tc", "\"a\\nb\\r\\tc\""),
        ("\u{1B}[31m", "\"\\u{1b}[31m\""), ("\u{0}", "\"\\u{0}\""), ("\u{202E}x", "\"\\u{202e}x\""),
        ("\u{2028}", "\"\\u{2028}\""), ("\u{85}", "\"\\u{85}\""), ("gr\u{FC}n \u{1F600}", "\"gr\u{FC}n \u{1F600}\""),
        ("someone@example.com", "\"someone@example.com\""),
    ])
    func `a value is shown on one line and moves no cursor`(value: String, shown: String) {
        #expect("\(Quoted(value))" == shown)
    }

    @Test func `a long value is cut`() {
        let shown = "\(Quoted(String(repeating: "x", count: 121)))"
        #expect(shown == "\"" + String(repeating: "x", count: 120) + "...\"")
        let whole = String(repeating: "x", count: 120)
        #expect("\(Quoted(whole))" == "\"\(whole)\"")
    }

    @Test(arguments: [
        "host/?Action=DbConnect&X-Amz-Signature=hunter2", "x-AMZ-security-token=hunter2", "postgres://me:hunter2@host/",
        "me:hunter2@host", "a@me:hunter2@host",
    ])
    func `what may be a token or a password is not shown`(value: String) {
        #expect(!"\(Quoted(value))".contains("hunter2"))
    }
}
