import AuroraDSQLCredentials
import Testing

@Suite struct HTTPURLTests {
    @Test(arguments: [
        ("http://169.254.170.2/a?b=c", "http", "169.254.170.2", 80, "/a?b=c"),
        ("HTTPS://Example.COM", "https", "example.com", 443, "/"),
        ("https://example.com:8443?x=1", "https", "example.com", 8443, "/?x=1"),
        ("http://[FD00:ec2::23]/v1/credentials", "http", "fd00:ec2::23", 80, "/v1/credentials"),
        ("http://[::1]:8080/a/../b%20c", "http", "::1", 8080, "/a/../b%20c"),
        ("http://my_host.internal./", "http", "my_host.internal.", 80, "/"),
    ])
    func `a URL is cut into its parts`(
        text: String,
        scheme: String,
        host: String,
        port: Int,
        target: String
    ) throws {
        let url = try HTTPURL(text)
        #expect(url.scheme.rawValue == scheme)
        #expect(url.host == host)
        #expect(url.effectivePort == port)
        #expect(url.target == target)
        #expect(try HTTPURL(url.text) == url)
    }

    @Test(arguments: [
        "", "/credentials", "not a uri", "ftp://example.com/", "file:///etc/passwd", "http://", "http:///x",
        "http://:80/",
        "http://user:password@example.com/", "http://a b/", "http://example.com/\r\nX: y", "http://example.com/\u{0}",
        "http://exämple.com/", "http://example.com:0/", "http://example.com:65536/", "http://example.com:/",
        "http://example.com:80:80/", "http://[::1/", "http://[::1]x/", "http://[127.0.0.1]/",
        "http://[fe80::1%25eth0]/",
        "http://2130706433/", "http://0x7f.1/", "http://127.1/", "http://127.0.0.01/", "http://1.2.3.4.5/",
        "http://a..b/", "http://-a.com/", "http://example.com/#fragment", "http://example.com\\@evil.com/",
        "http://\(String(repeating: "a", count: 64)).com/",
        "http://example.com/\(String(repeating: "a", count: 8_192))",
    ])
    func `what would have to be guessed is refused`(text: String) {
        #expect(throws: HTTPURL.Problem.self) { try HTTPURL(text) }
    }

    @Test(arguments: [
        ("127.0.0.1", true), ("127.255.0.9", true), ("::1", true), ("::ffff:127.0.0.1", true), ("128.0.0.1", false),
        ("::2", false), ("::", false), ("::ffff:128.0.0.1", false), ("10.0.0.1", false), ("fe80::1", false),
    ])
    func `loopback addresses are known`(text: String, isLoopback: Bool) throws {
        #expect(try #require(IPAddress(text)).isLoopback == isLoopback)
    }
}
