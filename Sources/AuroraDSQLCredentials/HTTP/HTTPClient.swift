/// One HTTP request.
package struct HTTPRequest: Sendable, Equatable {
    /// Where proxies are taken from.
    package enum ProxyUse: Sendable, Equatable {
        /// `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, in either case (but never `HTTP_PROXY` in upper case alone for
        /// a CGI process).
        case environment
        /// Never: for metadata services, which answer only on this machine's own link.
        case never
    }

    /// The method.
    package var method: String
    /// The absolute URL, `http` or `https`.
    package var url: String
    /// Header fields in order.
    package var headers: [HTTPField]
    /// The body.
    package var body: [UInt8]
    /// The limit for connecting.
    package var connectTimeout: Duration
    /// The limit for everything together.
    package var timeout: Duration
    /// Where proxies are taken from.
    package var proxies: ProxyUse
    /// The longest answer that is accepted, in bytes.
    package var bodyLimit: Int
    /// A CA bundle instead of the system's (`AWS_CA_BUNDLE`, `ca_bundle`).
    package var caBundle: String?

    /// Creates a request.
    package init(
        _ method: String,
        _ url: String,
        headers: [HTTPField] = [],
        body: [UInt8] = [],
        connectTimeout: Duration = .seconds(5),
        timeout: Duration = .seconds(15),
        proxies: ProxyUse = .environment,
        bodyLimit: Int = 1 << 20,
        caBundle: String? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.connectTimeout = connectTimeout
        self.timeout = timeout
        self.proxies = proxies
        self.bodyLimit = bodyLimit
        self.caBundle = caBundle
    }
}

/// A header field.
package struct HTTPField: Sendable, Equatable {
    /// The name as sent.
    package var name: String
    /// The value.
    package var value: String

    /// Creates a field.
    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// The answer to an HTTP request, whatever its status.
package struct HTTPResponse: Sendable, Equatable {
    /// The status code.
    package var status: Int
    /// Header fields in order.
    package var headers: [HTTPField]
    /// The body.
    package var body: [UInt8]

    /// Creates a response.
    package init(status: Int, headers: [HTTPField] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first field of a name, in any case.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

/// HTTP as the providers need it: one request, one whole answer, no redirects, no retries.
package protocol HTTPClient: Sendable {
    /// Sends a request.
    ///
    /// - Throws: ``CredentialsError`` with ``CredentialsError/Code/unreachable`` (name look-up, connection, TLS),
    ///   ``CredentialsError/Code/timedOut``, ``CredentialsError/Code/malformedResponse`` (not HTTP, cut off, over the
    ///   body limit) or ``CredentialsError/Code/libraryUnavailable``; `CancellationError` at once when the task is
    ///   cancelled. An answer of any status is a result, not an error.
    func send(_ request: HTTPRequest) async throws -> HTTPResponse
}
