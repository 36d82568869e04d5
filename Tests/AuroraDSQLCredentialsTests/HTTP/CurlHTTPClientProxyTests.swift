import AuroraDSQLCredentials
import FoundationEssentials
import TestSupport
import Testing

@Suite struct CurlHTTPClientProxyTests {
    struct Entry: Decodable {
        var method: String
        var target: String
        var headers: [[String]]
    }

    let server: LoopbackServer

    init() throws { server = try SharedLoopbackServer.get() }

    func proxy(_ user: String = "") -> String { "http://\(user)127.0.0.1:\(server.ports["proxy"] ?? 0)" }

    /// What the proxy was asked for with a target that contains `mark`.
    func log(_ mark: String) async throws -> [Entry] {
        let response = try await CurlHTTPClient(environment: noVariables).send(
            server.request("GET", "http", "/proxy-log")
        )
        return try JSONDecoder().decode([Entry].self, from: Data(response.body)).filter { $0.target.contains(mark) }
    }

    @Test func `https goes through the proxy in a tunnel`() async throws {
        let client = CurlHTTPClient(environment: Environment(["HTTPS_PROXY": proxy("user:password@")]))
        let request = server.request("GET", "https", "/echo", host: "localhost", headers: [HTTPField("X-Secret", "s")])
        let response = try await client.send(request)
        #expect(response.status == 200)
        #expect(response.header("X-Proxy") == nil)
        let tunnel = try #require(try await log("localhost:\(server.ports["https"] ?? 0)").first)
        #expect(tunnel.method == "CONNECT")
        #expect(tunnel.headers.contains(["Proxy-Authorization", "Basic dXNlcjpwYXNzd29yZA=="]))
        #expect(!tunnel.headers.contains { $0[0] == "X-Secret" })
    }

    @Test func `plain http is asked of the proxy`() async throws {
        let client = CurlHTTPClient(environment: Environment(["http_proxy": proxy()]))
        let response = try await client.send(HTTPRequest("GET", "http://plain.example.com/path"))
        #expect(response.body == Array("by the proxy".utf8))
        #expect(try await log("http://plain.example.com/path").first?.method == "GET")
    }

    @Test(arguments: ["127.0.0.1", "127.0.0.0/8", "*"])
    func `an exception goes straight`(exception: String) async throws {
        let variables = ["http_proxy": proxy(), "no_proxy": exception]
        let client = CurlHTTPClient(environment: Environment(variables))
        #expect(try await client.send(server.request("GET", "http", "/slow/0")).body == Array("slow".utf8))
    }

    @Test func `a request that must not goes straight, whatever the environment says`() async throws {
        let client = CurlHTTPClient(environment: Environment(["http_proxy": proxy()]))
        var request = server.request("GET", "http", "/slow/0")
        #expect(try await client.send(request).body == Array("by the proxy".utf8))
        request.proxies = .never
        #expect(try await client.send(request).body == Array("slow".utf8))
    }

    @Test func `a refusal of the proxy is named with its status and without the password`() async throws {
        let client = CurlHTTPClient(environment: Environment(["HTTPS_PROXY": proxy("user:secret@")]))
        let error = try await #require(throws: CredentialsError.self) {
            try await client.send(HTTPRequest("GET", "https://refused.example.com/", caBundle: server.authority))
        }
        #expect(error.code == .unreachable)
        #expect(error.message.contains("407"))
        #expect(!String(reflecting: error).contains("secret"))
    }

    @Test(arguments: ["http://127.0.0.1:1", "http://does-not-exist.invalid:1", "http://a b", "gopher://127.0.0.1:1"])
    func `a proxy that cannot be used is an error`(proxy: String) async throws {
        let client = CurlHTTPClient(environment: Environment(["http_proxy": proxy]))
        let error = try await #require(throws: CredentialsError.self) {
            try await client.send(server.request("GET", "http", "/echo"))
        }
        #expect(error.code == (proxy.contains(" ") ? .invalidConfiguration : .unreachable), "\(error)")
    }
}
