import AuroraDSQLCredentials
import FoundationEssentials
import TestSupport
import Testing

@Suite struct CurlHTTPClientAnswerTests {
    struct Echo: Decodable {
        var method: String
        var target: String
        var headers: [[String]]
        var connection: Int
        var body: String
    }

    let server: LoopbackServer
    let client = CurlHTTPClient(environment: noVariables)

    init() throws { server = try SharedLoopbackServer.get() }

    func echo(_ request: HTTPRequest) async throws -> Echo {
        let response = try await client.send(request)
        #expect(response.status == 200)
        return try JSONDecoder().decode(Echo.self, from: Data(response.body))
    }

    @Test(arguments: ["http", "https"])
    func `a request carries what it says and nothing that would surprise`(listener: String) async throws {
        let seen = try await echo(
            server.request(
                "GET",
                listener,
                "/echo/a/../b?q=%2F",
                headers: [HTTPField("X-One", "1"), HTTPField("X-None", "")]
            )
        )
        #expect(seen.method == "GET")
        #expect(seen.target == "/echo/a/../b?q=%2F")
        #expect(
            seen.headers == [
                ["Host", "127.0.0.1:\(server.ports[listener] ?? 0)"], ["User-Agent", "aurora-dsql-swift/0.1.0"],
                ["X-One", "1"], ["X-None", ""],
            ]
        )
        #expect(seen.body == "")
    }

    @Test(arguments: ["POST", "PUT", "DELETE"], ["", "a=b\u{0}&c\u{E9}", String(repeating: "\u{E9}", count: 150_000)])
    func `a body of any bytes arrives, with its length`(method: String, text: String) async throws {
        let body = Array(text.utf8)
        let seen = try await echo(
            server.request(method, "http", "/echo", headers: [HTTPField("Content-Type", "text/x")], body: body)
        )
        #expect(seen.method == method)
        #expect(Data(base64Encoded: seen.body) == Data(body))
        #expect(seen.headers.contains(["Content-Length", "\(body.count)"]))
        #expect(seen.headers.contains(["Content-Type", "text/x"]))
        #expect(!seen.headers.contains { $0[0].lowercased() == "expect" })
    }

    @Test func `a body without a type gets none`() async throws {
        let seen = try await echo(server.request("POST", "http", "/echo", body: [1, 2]))
        #expect(!seen.headers.contains { $0[0].lowercased() == "content-type" })
    }

    @Test(arguments: [204, 301, 302, 307, 400, 401, 403, 404, 429, 500, 503])
    func `an answer of any status is a result, and a redirect is not followed`(status: Int) async throws {
        let response = try await client.send(server.request("GET", "http", "/status/\(status)"))
        #expect(response.status == status)
        #expect(response.header("location") == "/echo")
        #expect(response.header("x-extra") == "padded")
        #expect(status == 204 || response.body == Array("status".utf8))
    }

    @Test(arguments: [
        ("/chunked", "one,two,three"), ("/http10", "until the end"), ("/interim", "final"), ("/slow/0.2", "slow"),
        ("/huge/1048576", String(repeating: "x", count: 1 << 20)),
    ])
    func `every way of sending a body is understood`(path: String, body: String) async throws {
        let response = try await client.send(server.request("GET", "http", path))
        #expect(response.body == Array(body.utf8))
        #expect(response.header("x-interim") == nil)
        #expect(response.header("x-trailer") == nil)
    }

    @Test(arguments: ["http", "https"])
    func `a connection is used again`(listener: String) async throws {
        let first = try await echo(server.request("GET", listener, "/echo"))
        let second = try await echo(server.request("POST", listener, "/echo", body: [1]))
        #expect(first.connection == second.connection)
    }

    @Test func `a certificate is checked for the name that was asked for`() async throws {
        let seen = try await echo(server.request("GET", "https", "/echo", host: "localhost"))
        #expect(seen.method == "GET")
    }
}
