/// The form of the text that names a cluster, decided without looking anything up.
package enum ClusterHost: Sendable, Equatable {
    /// A bare cluster ID: 26 lower-case letters and digits.
    case clusterID(String)
    /// A host name that carries its Region: `<cluster>.dsql[...].<region>.on.aws`.
    case cluster(host: String, region: String)
    /// Any other host name: a private name, `localhost`.
    case other(host: String)

    /// The domains that DSQL host names end with.
    ///
    /// Whether other partitions have data endpoints, and under which
    /// domain, is not documented; an explicit Region takes any host meanwhile.
    static let domains = [["on", "aws"]]

    /// Reads the text: lower-cases it, drops one trailing dot, then tells its form.
    package init(_ text: String) throws(CredentialsError) {
        let host = ClusterHost.normalized(text)
        if ClusterHost.isClusterID(host) {
            self = .clusterID(host)
            return
        }
        try ClusterHost.checkHostName(host, given: text)
        let labels = host.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        try ClusterHost.refuseEndpointService(labels, given: text)
        if let region = ClusterHost.region(of: labels) {
            self = .cluster(host: host, region: region)
        } else {
            self = .other(host: host)
        }
    }

    /// Whether a text is a cluster ID as AWS's API model has it.
    package static func isClusterID(_ text: String) -> Bool {
        text.utf8.count == 26 && text.utf8.allSatisfy { isLowerCaseLetter($0) || isDigit($0) }
    }

    private static func normalized(_ text: String) -> String {
        // ASCII only: what is outside it is refused below, and must not be folded into something that is accepted.
        let bytes = text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        let dotted = bytes.last == UInt8(ascii: ".") && bytes.count > 1
        return String(decoding: dotted ? bytes.dropLast() : bytes[...], as: UTF8.self)
    }

    private static func region(of labels: [String]) -> String? {
        for domain in domains where labels.count == domain.count + 3 && labels.suffix(domain.count) == domain[...] {
            let region = labels[2]
            if labels[1].hasPrefix("dsql"), (try? Region(region)) != nil { return region }
        }
        return nil
    }

    private static func refuseEndpointService(_ labels: [String], given: String) throws(CredentialsError) {
        let isAmazonName = labels.contains("vpce") && labels.contains("amazonaws")
        guard labels[0].hasPrefix("vpce-"), labels.count > 1, isAmazonName || labels[1].hasPrefix("dsql-") else {
            return
        }
        let service = labels[1].hasPrefix("dsql-") ? labels[1] : "dsql-<suffix>"
        let region = isAmazonName && labels.count > 3 && labels[3] == "vpce" ? labels[2] : "<region>"
        throw CredentialsError(
            .invalidValue,
            "\(Quoted(given)) is the name of a VPC endpoint, which the cluster's certificate does not carry.",
            remedy: "Use --host <cluster-id>.\(service).\(region).on.aws --hostaddr <address of the VPC endpoint>, "
                + "which keeps the server verified."
        )
    }

    private static func checkHostName(_ host: String, given: String) throws(CredentialsError) {
        func refuse(_ reason: String, _ remedy: String) -> CredentialsError {
            CredentialsError(.invalidValue, "\(Quoted(given)) \(reason)", remedy: remedy)
        }
        let form = "Give a cluster ID of 26 letters and digits, or a host such as <cluster-id>.dsql.<region>.on.aws."
        if host.utf8.allSatisfy({ $0 == 0x20 || (0x09...0x0D).contains($0) }) {
            throw CredentialsError(.invalidValue, "The host is missing.", remedy: form)
        }
        if host.contains("://") { throw refuse("is a URL, not a host.", "Give it as the connection URL.") }
        if host.contains(",") {
            throw refuse("is a list of hosts; a token is made for one.", "Give one host.")
        }
        if host.contains("/") { throw refuse("is a path, and DSQL has no Unix socket.", form) }
        if isIPv6(host) || isIPv4(host) {
            throw refuse(
                "is an address; a token and a certificate name a host.",
                "Give the cluster's host name, and the address as hostaddr (--hostaddr)."
            )
        }
        if host.contains(":") { throw refuse("holds more than a host name.", "Give the port as --port.") }
        let labels = host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        if labels.allSatisfy({ $0.allSatisfy(isDigit) }) {
            throw refuse("is a number, not a host.", form)
        }
        let wellFormed = labels.allSatisfy { label in
            (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
                && label.allSatisfy { isLowerCaseLetter($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
        }
        guard wellFormed, host.utf8.count <= 253 else { throw refuse("is not a host name.", form) }
    }

    /// An IPv6 literal, in brackets or not, with a zone or not.
    private static func isIPv6(_ host: String) -> Bool {
        let hexadecimal: (UInt8) -> Bool = { isDigit($0) || (0x61...0x66).contains($0) }
        let inner = host.utf8.filter { $0 != UInt8(ascii: "[") && $0 != UInt8(ascii: "]") }
        let address = inner.prefix { $0 != UInt8(ascii: "%") }
        return address.count(where: { $0 == UInt8(ascii: ":") }) > 1
            && address.allSatisfy { hexadecimal($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }
    }

    /// Whatever `inet_aton` takes for an address: its last part is a decimal, octal or hexadecimal number.
    private static func isIPv4(_ host: String) -> Bool {
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count > 1 || host.hasPrefix("0x"), let last = labels.last?.utf8 else { return false }
        if !last.isEmpty, last.allSatisfy(isDigit) { return true }
        return last.starts(with: "0x".utf8)
            && last.dropFirst(2).allSatisfy { isDigit($0) || (0x61...0x66).contains($0) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func isLowerCaseLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
}
