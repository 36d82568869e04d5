package import AuroraDSQLCredentials

/// A request that is expected, and its answer.
package struct ReplayExchange: Sendable {
    /// What the request must be.
    package struct Expectation: Sendable {
        package var method: String
        package var url: String
        package var headers: [String: String] = [:]
        package var absentHeaders: [String] = []
        package var form: [String: String] = [:]
        package var body: String?
        package var json: JSONValue?
        package var signedBy: String?
        package var proxies: HTTPRequest.ProxyUse?

        /// Creates an expectation.
        package init(_ method: String, _ url: String) {
            self.method = method
            self.url = url
        }
    }

    package var request: Expectation
    package var result: Result<HTTPResponse, CredentialsError>

    /// Creates an exchange.
    package init(_ request: Expectation, _ result: Result<HTTPResponse, CredentialsError>) {
        self.request = request
        self.result = result
    }

    /// Creates an exchange from two texts.
    package init(_ method: String, _ url: String, status: Int = 200, body: String) {
        self.init(Expectation(method, url), .success(HTTPResponse(status: status, body: Array(body.utf8))))
    }
}

extension ReplayExchange.Expectation {
    /// What is otherwise in a request.
    func deviations(in request: HTTPRequest) -> [String] {
        var found: [String] = []
        func check(_ isRight: Bool, _ what: @autoclosure () -> String) {
            if !isRight { found.append("\(method) \(url): \(what())") }
        }
        func header(_ name: String) -> String? {
            request.headers.first { $0.name.lowercased() == name.lowercased() }?.value
        }
        check(request.method == method && request.url == url, "asked was \(request.method) \(request.url)")
        for (name, value) in headers { check(header(name) == value, "header \(name) is \(header(name) ?? "missing")") }
        for name in absentHeaders { check(header(name) == nil, "header \(name) is there") }
        let text = String(decoding: request.body, as: UTF8.self)
        let fields = Self.decodedForm(text)
        for (name, value) in form { check(fields[name] == value, "field \(name) is \(fields[name] ?? "missing")") }
        if let body { check(text == body, "the body is \(text)") }
        if let json { check(JSONValue(parsing: request.body) == json, "the body is \(text)") }
        if let signedBy {
            check(
                header("Authorization")?.contains("Credential=\(signedBy)/") == true,
                "it is not signed by \(signedBy)"
            )
        }
        if let proxies { check(request.proxies == proxies, "proxies are \(request.proxies)") }
        return found
    }

    static func decodedForm(_ text: String) -> [String: String] {
        var result: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            result[decoded(parts[0])] = parts.count > 1 ? decoded(parts[1]) : ""
        }
        return result
    }

    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? 0x20 : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
