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
    /// Whether other partitions have data endpoints, and under which domain, is not documented; an explicit Region
    /// takes any host meanwhile.
    static let domains = [["on", "aws"]]

    /// Reads the text: lower-cases it, drops one trailing dot, then tells its form.
    ///
    /// - Throws: ``CredentialsError`` with the code ``CredentialsError/Code/invalidValue``.
    package init(_ text: String) throws(CredentialsError) {
        let host = ClusterHost.normalized(text)
        if ClusterHost.isClusterID(host) {
            self = .clusterID(host)
            return
        }
        try ClusterHost.checkHostName(host, given: text)
        let labels = host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        let region = ClusterHost.region(of: labels)
        try ClusterHost.refuseEndpointService(labels, region: region, given: text)
        if let region {
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
            if labels[1].utf8.starts(with: "dsql".utf8) { return labels[2] }
        }
        return nil
    }

    /// Refuses the names that AWS gives to a VPC endpoint itself, which no cluster's certificate carries.
    ///
    /// `vpce-<id>.dsql-<suffix>.<region>.vpce.amazonaws.com`, also with `.cn` behind.
    private static func refuseEndpointService(
        _ labels: [String],
        region: String?,
        given: String
    ) throws(CredentialsError) {
        let isAmazonName = labels.contains("vpce") && labels.contains("amazonaws")
        guard labels[0].utf8.starts(with: "vpce-".utf8), labels.count > 1 else { return }
        let isService = labels[1].utf8.starts(with: "dsql-".utf8)
        guard isAmazonName || isService else { return }
        let service = isService ? labels[1] : "dsql-<suffix>"
        let carried = isAmazonName && labels.count > 3 && labels[3] == "vpce" ? labels[2] : region
        throw CredentialsError(
            .invalidValue,
            "\(Quoted(given)) is the name of a VPC endpoint, which the cluster's certificate does not carry.",
            remedy: "Use --host <id>.\(service).\(carried ?? "<region>").on.aws --hostaddr <vpce address>, "
                + "which keeps the server verified."
        )
    }

    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    static func isLowerCaseLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
    static func isHexadecimal(_ byte: UInt8) -> Bool { isDigit(byte) || (0x61...0x66).contains(byte) }
}
