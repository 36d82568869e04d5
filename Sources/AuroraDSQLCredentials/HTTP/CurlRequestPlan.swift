/// A request with everything decided: what the thread of libcurl is given.
struct CurlRequestPlan: Sendable {
    let url: HTTPURL
    let method: String
    /// Lines as libcurl takes them; a name with nothing after its colon removes a field that it would add itself.
    let headerLines: [String]
    let body: [UInt8]
    let proxy: String?
    let caBundle: String?
    let connectMilliseconds: Int
    let totalMilliseconds: Int
    let bodyLimit: Int

    /// Checks a request and decides on proxy and certificates.
    init(_ request: HTTPRequest, environment: Environment) throws(CredentialsError) {
        do {
            url = try HTTPURL(request.url)
        } catch {
            throw CredentialsError(.invalidConfiguration, "The URL of a request \(error).")
        }
        guard CurlRequestPlan.isToken(request.method) else {
            throw CredentialsError(.invalidValue, "\(Quoted(request.method)) is not an HTTP method.")
        }
        method = request.method
        headerLines = try CurlRequestPlan.lines(request)
        body = request.body
        proxy = request.proxies == .never ? nil : ProxySettings.proxy(for: url, environment: environment)
        if let proxy, !proxy.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) {
            throw CredentialsError(
                .invalidConfiguration,
                "The \(url.scheme)_proxy variable of the environment holds a character that no URL has.",
                remedy: "Set it to a URL such as http://proxy.example.com:3128, or unset it."
            )
        }
        let isEncrypted = url.scheme == .https || proxy?.lowercased().hasPrefix("https://") == true
        caBundle =
            isEncrypted ? try CertificateBundle.path(explicit: request.caBundle, environment: environment) : nil
        connectMilliseconds = CurlRequestPlan.milliseconds(request.connectTimeout)
        totalMilliseconds = CurlRequestPlan.milliseconds(request.timeout)
        bodyLimit = request.bodyLimit
    }

    private static func lines(_ request: HTTPRequest) throws(CredentialsError) -> [String] {
        var lines: [String] = []
        for field in request.headers {
            guard isToken(field.name) else {
                throw CredentialsError(.invalidValue, "\(Quoted(field.name)) is not the name of a header field.")
            }
            // A line end would let a value add fields of its own; the value itself may be a secret.
            guard field.value.utf8.allSatisfy({ $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) }) else {
                throw CredentialsError(
                    .invalidValue,
                    "The value of the header field \(field.name) holds a line end or another control character.",
                    remedy: "Remove it from where the value comes from."
                )
            }
            lines.append(field.value.trimmedOrNil.map { "\(field.name): \($0)" } ?? "\(field.name);")
        }
        let names = Set(request.headers.map { $0.name.lowercased() })
        for name in ["Accept", "Content-Type", "Expect"] where !names.contains(name.lowercased()) {
            lines.append("\(name):")
        }
        return lines
    }

    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"\"(),/:;<=>?@[\\]{}".utf8.contains($0) }
    }

    /// At least 1, because libcurl takes 0 for no limit; at most a day, which fits any C long.
    private static func milliseconds(_ duration: Duration) -> Int {
        let (seconds, attoseconds) = duration.components
        guard seconds < 86_400 else { return 86_400_000 }
        return max(1, Int(seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000))
    }
}
