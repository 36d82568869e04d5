import AuroraDSQLCredentials
import TestSupport
import Testing

@Suite struct CurlHTTPClientFailureTests {
    let server: LoopbackServer
    let client = CurlHTTPClient(environment: noVariables)

    init() throws { server = try SharedLoopbackServer.get() }

    func thrown(by client: CurlHTTPClient, _ request: HTTPRequest) async throws -> CredentialsError {
        try await #require(throws: CredentialsError.self) { try await client.send(request) }
    }

    /// Sends a request that fails, and checks that the error names the host and repeats nothing private.
    func failure(_ request: HTTPRequest) async throws -> CredentialsError {
        var request = request
        request.url += request.url.contains("?") ? "&secret-query" : "?secret-query"
        request.headers.append(HTTPField("Authorization", "secret-header"))
        let error = try await thrown(by: client, request)
        #expect(!String(reflecting: error).contains("secret"))
        #expect("\(error)".contains(try HTTPURL(request.url).host))
        return error
    }

    @Test(
        arguments: [
            ("http", "/truncated", .malformedResponse), ("http", "/truncated-chunked", .malformedResponse),
            ("http", "/endless-body", .malformedResponse), ("http", "/huge/1048577", .malformedResponse),
            ("http", "/endless-headers", .malformedResponse), ("http", "/endless-interim", .malformedResponse),
            ("http", "/garbage", .malformedResponse), ("http", "/no-answer", .unreachable),
            ("http", "/reset", .unreachable),
            ("http", "/reset-in-body", .unreachable), ("https", "/reset", .unreachable), ("closed", "/", .unreachable),
            ("https-wrong-name", "/echo", .unreachable), ("https-self-signed", "/echo", .unreachable),
            ("https-expired", "/echo", .unreachable), ("https-tls11", "/echo", .unreachable),
        ] as [(String, String, CredentialsError.Code)]
    )
    func `a server that misbehaves is an error of its kind`(
        listener: String,
        path: String,
        code: CredentialsError.Code
    ) async throws {
        let error = try await failure(server.request("GET", listener, path))
        #expect(error.code == code, "\(error)")
    }

    @Test(arguments: ["https-wrong-name", "https-self-signed", "https-expired", "https-tls11"])
    func `a TLS error says what TLS said and what is needed`(listener: String) async throws {
        let error = try await failure(server.request("GET", listener, "/echo"))
        #expect(error.message.contains("TLS"))
        #expect(error.remedy?.contains("TLS 1.2") == true)
        #expect(error.message.contains("SSL"), "libcurl's own words are missing: \(error)")
    }

    @Test func `a certificate is not trusted by another bundle`() async throws {
        var request = server.request("GET", "https", "/echo")
        request.caBundle = try CertificateBundle.path(explicit: nil, environment: noVariables)
        #expect(try await failure(request).code == .unreachable)
    }

    @Test(arguments: ["/hang", "/drip"])
    func `the total limit holds`(path: String) async throws {
        var request = server.request("GET", "http", path)
        request.timeout = .milliseconds(300)
        let error = try await failure(request)
        #expect(error.code == .timedOut)
        #expect(error.message.contains("300 ms"))
        #expect(error.message.contains("did not answer"))
    }

    @Test func `the limit for connecting holds`() async throws {
        var request = server.request("GET", "full-backlog", "/")
        request.connectTimeout = .milliseconds(300)
        let error = try await failure(request)
        #expect(error.code == .timedOut)
        #expect(error.message.contains("could not be connected to within 300 ms"))
    }

    @Test func `a body limit of the request holds to the byte`() async throws {
        var request = server.request("GET", "http", "/huge/1000")
        request.bodyLimit = 1_000
        #expect(try await client.send(request).body.count == 1_000)
        request.bodyLimit = 999
        #expect(try await failure(request).code == .malformedResponse)
    }

    @Test func `a name that does not exist is unreachable`() async throws {
        let error = try await failure(HTTPRequest("GET", "http://does-not-exist.invalid/"))
        #expect(error.code == .unreachable)
    }

    @Test func `a bundle that cannot be read is named`() async throws {
        var request = server.request("GET", "https", "/echo")
        request.caBundle = "/nonexistent/bundle.pem"
        let error = try await thrown(by: client, request)
        #expect(error.code == .invalidConfiguration)
        #expect(error.message.contains("/nonexistent/bundle.pem"))
    }

    @Test func `a bundle without certificates is named`() async throws {
        var request = server.request("GET", "https", "/echo")
        request.caBundle = #filePath
        let error = try await thrown(by: client, request)
        #expect(error.code == .invalidConfiguration)
        #expect(error.message.contains("CurlHTTPClientFailureTests.swift"))
    }

    @Test func `SSL_CERT_FILE is the bundle where the request names none`() async throws {
        var request = server.request("GET", "https", "/echo")
        request.caBundle = nil
        let trusting = CurlHTTPClient(environment: Environment(["SSL_CERT_FILE": server.authority]))
        #expect(try await trusting.send(request).status == 200)
        let broken = CurlHTTPClient(environment: Environment(["SSL_CERT_FILE": "/nonexistent"]))
        let error = try await thrown(by: broken, request)
        #expect(error.code == .invalidConfiguration)
    }

    @Test func `no bundle at all lists the places`() {
        let error = #expect(throws: CredentialsError.self) {
            try CertificateBundle.path(
                explicit: nil,
                environment: noVariables,
                usualPlaces: ["/nonexistent/a", "/nonexistent/b"]
            )
        }
        #expect(error?.message.contains("/nonexistent/a, /nonexistent/b") == true)
    }

    @Test(arguments: [
        HTTPRequest("GET", "ftp://localhost/"), HTTPRequest("GET", "file:///etc/passwd"),
        HTTPRequest("GET x", "http://localhost/"),
        HTTPRequest("GET", "http://localhost/", headers: [HTTPField("A", "secret\r\nB: c")]),
        HTTPRequest("GET", "http://localhost/", headers: [HTTPField("A", "secret\u{0}")]),
        HTTPRequest("GET", "http://localhost/", headers: [HTTPField("A\nB", "c")]),
        HTTPRequest("GET", "http://user:secret@localhost/"),
    ])
    func `a request that says two things is never sent`(request: HTTPRequest) async throws {
        let error = try await #require(throws: CredentialsError.self) { try await client.send(request) }
        #expect(error.code == .invalidValue || error.code == .invalidConfiguration)
        #expect(!String(reflecting: error).contains("secret"))
    }

    @Test func `a missing library is an error with the packages to install`() async throws {
        let client = CurlHTTPClient(environment: noVariables, libraryNames: ["libcurl-that-is-not-there.so.4"])
        for _ in 0..<2 {
            let error = try await #require(throws: CredentialsError.self) {
                try await client.send(server.request("GET", "http", "/echo"))
            }
            #expect(error.code == .libraryUnavailable)
            #expect(error.remedy?.contains("libcurl4") == true)
        }
    }

    @Test func `a library without the functions is as good as missing`() async throws {
        let client = CurlHTTPClient(environment: noVariables, libraryNames: ["libc.so.6"])
        let error = try await #require(throws: CredentialsError.self) {
            try await client.send(server.request("GET", "http", "/echo"))
        }
        #expect(error.code == .libraryUnavailable)
    }
}
