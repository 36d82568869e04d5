/// An absolute `http` or `https` URL of which nothing has to be guessed.
///
/// The target (path and query) stays as it was typed; an empty path becomes `/`. User information, fragments, white
/// space, control and non-ASCII characters are refused, and so is every host that a resolver might read as an IP
/// address in one of its forgotten forms.
package struct HTTPURL: Sendable, Equatable {
    /// The scheme.
    package enum Scheme: String, Sendable {
        case http, https
    }

    /// Why a text is not such a URL; finishes a sentence that begins with "it".
    package struct Problem: Error, Sendable, CustomStringConvertible {
        /// The end of the sentence.
        package let description: String
    }

    /// The scheme.
    package let scheme: Scheme
    /// The host in lower case; an IPv6 address without its brackets.
    package let host: String
    /// The port, where one is given.
    package let port: Int?
    /// Path and query, beginning with `/`.
    package let target: String

    /// Reads a URL.
    package init(_ text: String) throws(Problem) {
        let bytes = Array(text.utf8)
        guard bytes.count <= 8_192 else { throw Problem(description: "is longer than 8192 bytes") }
        guard bytes.allSatisfy({ (0x21...0x7E).contains($0) && !HTTPURL.refused.contains($0) }) else {
            throw Problem(description: "holds an invalid URI character")
        }
        let lower = text.lowercased()
        if lower.hasPrefix("https://") {
            scheme = .https
        } else if lower.hasPrefix("http://") {
            scheme = .http
        } else if lower.contains("://") {
            throw Problem(description: "has a scheme that is neither http nor https")
        } else {
            throw Problem(description: "does not specify a scheme and a host")
        }
        let rest = bytes.dropFirst(scheme.rawValue.utf8.count + 3)
        let end = rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.endIndex
        (host, port) = try HTTPURL.authority(rest[..<end])
        let target = String(decoding: rest[end...], as: UTF8.self)
        self.target = target.hasPrefix("/") ? target : "/" + target
    }

    /// The same place with another target, which begins with `/`.
    package func withTarget(_ target: String) throws(Problem) -> HTTPURL { try HTTPURL(origin + target) }

    /// Scheme, host and port.
    package var origin: String { "\(scheme.rawValue)://\(authority)" }

    /// Host, in brackets where it is an IPv6 address, and port where one is given.
    package var authority: String {
        let name = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
        return port.map { "\(name):\($0)" } ?? name
    }

    /// The whole URL.
    package var text: String { origin + target }

    /// The port that is used.
    package var effectivePort: Int { port ?? (scheme == .https ? 443 : 80) }

    private static let refused = Set("\"<>\\^`{|}#".utf8)

    private static func authority(_ bytes: ArraySlice<UInt8>) throws(Problem) -> (host: String, port: Int?) {
        guard !bytes.contains(UInt8(ascii: "@")) else { throw Problem(description: "holds a user name") }
        var name = bytes
        var digits: ArraySlice<UInt8>?
        if bytes.first == UInt8(ascii: "[") {
            guard let close = bytes.firstIndex(of: UInt8(ascii: "]")) else {
                throw Problem(description: "has an unclosed bracket")
            }
            name = bytes[(bytes.startIndex + 1)..<close]
            let after = bytes[(close + 1)...]
            guard after.isEmpty || after.first == UInt8(ascii: ":") else {
                throw Problem(description: "has something other than a port after its bracket")
            }
            if !after.isEmpty { digits = after.dropFirst() }
            let text = String(decoding: name, as: UTF8.self)
            guard name.contains(UInt8(ascii: ":")), IPAddress(text) != nil else {
                throw Problem(description: "has brackets around something other than an IPv6 address")
            }
        } else if let colon = bytes.firstIndex(of: UInt8(ascii: ":")) {
            name = bytes[..<colon]
            digits = bytes[(colon + 1)...]
        }
        guard !name.isEmpty else { throw Problem(description: "does not specify a host") }
        let host = String(decoding: name, as: UTF8.self).lowercased()
        guard isHost(host) else { throw Problem(description: "has a host that is not a host name or an IP address") }
        guard let digits else { return (host, nil) }
        guard (1...5).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = Int(String(decoding: digits, as: UTF8.self)), (1...65_535).contains(port)
        else { throw Problem(description: "has a port that is not a number from 1 to 65535") }
        return (host, port)
    }

    private static func isHost(_ host: String) -> Bool {
        if host.utf8.contains(UInt8(ascii: ":")) { return IPAddress(host) != nil }
        guard host.utf8.count <= 253 else { return false }
        var labels = host.split(separator: ".", omittingEmptySubsequences: false)
        if labels.count > 1, labels.last == "" { labels.removeLast() }
        for label in labels {
            guard (1...63).contains(label.utf8.count), label.first != "-", label.last != "-" else { return false }
            let allowed = label.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x5F
            }
            guard allowed else { return false }
        }
        guard let last = labels.last else { return false }
        // A last label that is a number makes resolvers try an address, whatever stands before it.
        let isNumber = last.utf8.allSatisfy { (0x30...0x39).contains($0) } || last.hasPrefix("0x")
        return !isNumber || IPAddress(host) != nil
    }
}
