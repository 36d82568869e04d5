/// Which proxy a request goes through, by the environment's conventions.
///
/// `HTTPS_PROXY` and `HTTP_PROXY` by the URL's scheme, the lower-case name first; `NO_PROXY` lists the exceptions,
/// separated by commas or blanks: `*`, a domain (its subdomains too, with or without a leading dot), an IP address, an
/// address range such as `10.0.0.0/8`, each with an optional port. `HTTP_PROXY` in upper case is ignored where
/// `REQUEST_METHOD` is set: in a CGI process it may come from a request header.
package enum ProxySettings {
    /// The proxy for a URL, as libcurl takes it; `nil` for none.
    package static func proxy(for url: HTTPURL, environment: Environment) -> String? {
        let chosen =
            switch url.scheme {
            case .https: environment.value("https_proxy") ?? environment.value("HTTPS_PROXY")
            case .http:
                environment.value("http_proxy")
                    ?? (environment["REQUEST_METHOD"] == nil ? environment.value("HTTP_PROXY") : nil)
            }
        guard let chosen else { return nil }
        let exceptions = environment.value("no_proxy") ?? environment.value("NO_PROXY") ?? ""
        return isException(url, exceptions: exceptions) ? nil : chosen
    }

    /// Whether a list of exceptions names the URL's host.
    package static func isException(_ url: HTTPURL, exceptions: String) -> Bool {
        let host = url.host.hasSuffix(".") ? String(url.host.dropLast()) : url.host
        return exceptions.split(whereSeparator: { $0 == "," || $0 == " " || $0 == "\t" }).contains { entry in
            matches(entry.lowercased(), host: host, port: url.effectivePort)
        }
    }

    private static func matches(_ entry: String, host: String, port: Int) -> Bool {
        if entry == "*" { return true }
        if let address = IPAddress(host) {
            let (name, wanted) = splitPort(entry)
            guard wanted == nil || wanted == port else { return false }
            let parts = name.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            guard let network = IPAddress(String(parts[0])) else { return false }
            if parts.count == 1 { return network == address }
            return Int(parts[1]).map { address.hasPrefix(network, bits: $0) } ?? false
        }
        var (name, wanted) = splitPort(entry)
        guard wanted == nil || wanted == port else { return false }
        if name.hasPrefix("*.") { name.removeFirst() }
        if name.hasPrefix(".") { name.removeFirst() }
        if name.hasSuffix(".") { name.removeLast() }
        return !name.isEmpty && (host == name || host.hasSuffix("." + name))
    }

    private static func splitPort(_ entry: String) -> (name: String, port: Int?) {
        if entry.hasPrefix("["), let close = entry.firstIndex(of: "]") {
            let name = String(entry[entry.index(after: entry.startIndex)..<close])
            let after = entry[entry.index(after: close)...]
            return after.hasPrefix(":") ? (name, Int(after.dropFirst()) ?? -1) : (name + after, nil)
        }
        let parts = entry.split(separator: ":", omittingEmptySubsequences: false)
        // More than one colon without brackets is an IPv6 address, which has no port in this form.
        guard parts.count == 2 else { return (entry, nil) }
        return (String(parts[0]), Int(parts[1]) ?? -1)
    }
}
