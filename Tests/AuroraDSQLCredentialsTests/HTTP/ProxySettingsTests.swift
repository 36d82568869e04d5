import AuroraDSQLCredentials
import Testing

@Suite struct ProxySettingsTests {
    @Test(
        arguments: [
            ("https://a.example.com/", ["HTTPS_PROXY": "http://p:1"], "http://p:1"),
            ("https://a.example.com/", ["https_proxy": "http://low:1", "HTTPS_PROXY": "http://up:1"], "http://low:1"),
            ("https://a.example.com/", ["https_proxy": " ", "HTTPS_PROXY": "http://up:1"], "http://up:1"),
            ("https://a.example.com/", ["HTTP_PROXY": "http://p:1", "http_proxy": "http://p:1"], nil),
            ("http://a.example.com/", ["HTTP_PROXY": "http://p:1"], "http://p:1"),
            ("http://a.example.com/", ["HTTP_PROXY": "http://p:1", "REQUEST_METHOD": "GET"], nil),
            ("http://a.example.com/", ["http_proxy": "http://p:1", "REQUEST_METHOD": "GET"], "http://p:1"),
            ("http://a.example.com/", ["HTTPS_PROXY": "http://p:1"], nil),
            ("https://a.example.com/", ["HTTPS_PROXY": "http://p:1", "NO_PROXY": "example.com"], nil),
            ("https://a.example.com/", ["HTTPS_PROXY": "http://p:1", "NO_PROXY": "x", "no_proxy": "*"], nil),
            ("https://a.example.com/", [:], nil),
        ] as [(String, [String: String], String?)]
    )
    func `the proxy follows the environment`(url: String, variables: [String: String], expected: String?) throws {
        #expect(ProxySettings.proxy(for: try HTTPURL(url), environment: Environment(variables)) == expected)
    }

    @Test(arguments: [
        ("http://example.com/", "example.com", true), ("http://a.example.com/", "example.com", true),
        ("http://a.example.com/", ".example.com", true), ("http://example.com/", ".example.com", true),
        ("http://a.example.com/", "*.example.com", true), ("http://notexample.com/", "example.com", false),
        ("http://example.com./", "example.com", true), ("http://example.com/", "EXAMPLE.com.", true),
        ("http://example.com/", "other.com, example.com", true), ("http://example.com/", "other.com example.com", true),
        ("http://example.com:81/", "example.com:81", true), ("http://example.com:81/", "example.com:82", false),
        ("https://example.com/", "example.com:443", true), ("http://example.com/", "example.com:x", false),
        ("http://example.com/", "*", true), ("http://example.com/", "", false), ("http://example.com/", ",.,", false),
        ("http://10.1.2.3/", "10.1.2.3", true), ("http://10.1.2.3/", "10.0.0.0/8", true),
        ("http://11.1.2.3/", "10.0.0.0/8", false), ("http://10.1.2.3/", "10.1.2.0/24", true),
        ("http://10.1.3.3/", "10.1.2.0/23", true), ("http://10.1.4.3/", "10.1.2.0/23", false),
        ("http://10.1.2.3/", "0.0.0.0/0", true), ("http://10.1.2.3/", "10.0.0.0/33", false),
        ("http://10.1.2.3/", "10.0.0.0/x", false), ("http://10.1.2.3/", "2.3", false),
        ("http://10.1.2.3:81/", "10.1.2.3:81", true), ("http://10.1.2.3:81/", "10.1.2.3:80", false),
        ("http://[fd00::1]/", "fd00::1", true), ("http://[fd00::1]/", "[fd00::1]", true),
        ("http://[fd00::1]:81/", "[fd00::1]:81", true), ("http://[fd00::1]:81/", "[fd00::1]:82", false),
        ("http://[fd00::1]/", "fd00::/8", true), ("http://[fe00::1]/", "fd00::/8", false),
        ("http://[fd00::1]/", "10.0.0.0/8", false),
    ])
    func `exceptions name hosts, domains, addresses and ranges`(url: String, list: String, expected: Bool) throws {
        #expect(ProxySettings.isException(try HTTPURL(url), exceptions: list) == expected)
    }
}
