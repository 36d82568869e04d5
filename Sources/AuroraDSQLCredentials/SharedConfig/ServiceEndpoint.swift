/// Where a service is asked, and for which Region requests to it are signed.
package struct ServiceEndpoint: Sendable, Equatable {
    /// The beginning of the URL, without a slash at its end.
    package var base: String
    /// The Region of the signature.
    package var signingRegion: String

    /// The URL of a path that begins with a slash.
    package func url(_ path: String) -> String { base + path }

    /// Finds a service's endpoint.
    ///
    /// - Throws: ``CredentialsError`` with ``CredentialsError/Code/invalidConfiguration``; among others where FIPS or
    ///   dual stack is asked for together with an endpoint of one's own, which would silently give neither.
    package init(_ service: AWSService, region: Region, settings: ProviderSettings) throws(CredentialsError) {
        let fips = try settings.flag("AWS_USE_FIPS_ENDPOINT", setting: "use_fips_endpoint")
        let dualStack = try settings.flag("AWS_USE_DUALSTACK_ENDPOINT", setting: "use_dualstack_endpoint")
        signingRegion = region.name
        if let configured = try settings.configuredEndpoint(of: service) {
            guard !fips, !dualStack else {
                throw CredentialsError(
                    .invalidConfiguration,
                    "The endpoint \(Quoted(configured)) and \(fips ? "use_fips_endpoint" : "use_dualstack_endpoint") "
                        + "cannot both hold.",
                    remedy: "Remove one of the two."
                )
            }
            base = ServiceEndpoint.withoutTrailingSlashes(configured)
            return
        }
        if service == .sts, !fips, !dualStack, try ServiceEndpoint.isGlobal(region, settings: settings) {
            base = "https://sts.amazonaws.com"
            signingRegion = "us-east-1"
            return
        }
        base = "https://" + ServiceEndpoint.host(service, region: region, fips: fips, dualStack: dualStack)
    }

    private static func host(_ service: AWSService, region: Region, fips: Bool, dualStack: Bool) -> String {
        let partition = AWSPartition(of: region)
        if service == .signin, !fips, !dualStack {
            switch partition.id {
            case "aws": return "\(region).signin.aws.amazon.com"
            case "aws-cn": return "\(region).signin.amazonaws.cn"
            case "aws-us-gov": return "\(region).signin.amazonaws-us-gov.com"
            default: break
            }
        }
        // GovCloud's plain hosts are FIPS hosts, and the others do not exist there.
        let plainIsFIPS = partition.id == "aws-us-gov" && !dualStack && service != .signin
        let prefix = service.hostPrefix + (fips && !plainIsFIPS ? "-fips" : "")
        return "\(prefix).\(region).\(dualStack ? partition.dualStackSuffix : partition.suffix)"
    }

    private static func isGlobal(_ region: Region, settings: ProviderSettings) throws(CredentialsError) -> Bool {
        if region.name == "aws-global" { return true }
        return try settings.usesLegacySTSEndpoint && legacyRegions.contains(region.name)
    }

    // The Regions that were there before STS had regional hosts; `legacy` concerns no other.
    private static let legacyRegions: Set<String> = [
        "ap-northeast-1", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ca-central-1", "eu-central-1",
        "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1", "us-east-1", "us-east-2", "us-west-1",
        "us-west-2",
    ]

    /// Whether a text is an absolute HTTP or HTTPS URL with a host, without user, query or fragment.
    package static func isHTTPURL(_ text: String) -> Bool {
        let lowercased = text.lowercased()
        guard let scheme = ["https://", "http://"].first(where: { lowercased.hasPrefix($0) }) else { return false }
        let rest = text.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" }
        return !authority.isEmpty && !authority.hasPrefix(":") && !authority.contains("@")
            && rest.utf8.allSatisfy { byte in
                byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "?") && byte != UInt8(ascii: "#")
                    && byte != UInt8(ascii: "\\") && byte != UInt8(ascii: "\"")
            }
    }

    private static func withoutTrailingSlashes(_ text: String) -> String {
        var result = text
        while result.hasSuffix("/") { result.removeLast() }
        return result
    }
}
