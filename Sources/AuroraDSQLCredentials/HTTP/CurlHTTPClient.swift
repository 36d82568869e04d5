/// HTTP over libcurl, which is opened at the first request.
///
/// ```swift
/// let client = CurlHTTPClient()
/// let response = try await client.send(HTTPRequest("GET", "https://sts.us-east-1.amazonaws.com/"))
/// ```
///
/// One thread runs all transfers of a client and keeps connections for reuse; nothing blocks the cooperative pool.
/// Servers are always verified (TLS 1.2 or later), redirects are not followed, and a request carries nothing beyond
/// what it says, `Host`, `Content-Length` and `User-Agent`. `SSL_CERT_FILE` and the proxy variables are read anew for
/// each request. The client may be used from any number of tasks; letting go of it frees thread and connections.
package final class CurlHTTPClient: HTTPClient, Sendable {
    /// The names under which libcurl is looked for: the usual one, then Debian's build over GnuTLS.
    package static var usualLibraryNames: [String] {
        #if canImport(Darwin)
            ["libcurl.4.dylib", "/usr/lib/libcurl.4.dylib"]
        #else
            ["libcurl.so.4", "libcurl-gnutls.so.4"]
        #endif
    }

    private let loop: CurlLoop
    private let environment: Environment

    /// Creates a client that keeps its thread and connections for `idleMilliseconds` with nothing to do.
    package init(
        environment: Environment = .process,
        libraryNames: [String] = usualLibraryNames,
        idleMilliseconds: Int32 = 60_000
    ) {
        loop = CurlLoop(libraryNames: libraryNames, idleMilliseconds: idleMilliseconds)
        self.environment = environment
    }

    deinit { loop.close() }

    /// The version of the libcurl that would be used, such as `libcurl/8.14.1 OpenSSL/3.5.1`; opens it.
    package static func libraryVersion() throws(CredentialsError) -> String {
        try CurlTransfers.Library.open(usualLibraryNames).version
    }

    /// Sends a request.
    package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        try Task.checkCancellation()
        let exchange = CurlExchange(try CurlRequestPlan(request, environment: environment))
        loop.submit(exchange)
        return try await exchange.answer.value(onCancel: { [loop] in loop.cancel(exchange) })
    }
}
