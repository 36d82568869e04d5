/// A DSQL cluster to log in to: the host name that the token and the certificate carry, and its Region.
///
/// ```swift
/// let endpoint = try ClusterEndpoint("abcdefghijklmnopqrstuvwxyz.dsql.us-east-1.on.aws")
/// let same = try ClusterEndpoint("abcdefghijklmnopqrstuvwxyz", region: "us-east-1")
/// ```
///
/// * 26 letters and digits are a cluster ID and become `<id>.dsql.<region>.on.aws`.
/// * A host of DSQL's form (`<cluster>.dsql.<region>.on.aws`, or `dsql-<suffix>` for private DNS) carries its Region.
/// * Any other host name is taken when `region` is given.
/// * The name is lower-cased and one trailing dot is dropped. An address, a list, a URL, a VPC endpoint's own name
///   (`vpce-...`) or anything that is no host name is refused.
///
/// Source: "Accessing Aurora DSQL" in the Amazon Aurora DSQL User Guide.
public struct ClusterEndpoint: Sendable, Hashable, CustomStringConvertible {
    /// The host name, in lower case.
    public let host: String
    /// The Region the token is signed for.
    public let region: Region

    /// Reads a cluster ID or host name.
    ///
    /// - Parameters:
    ///   - text: A cluster ID or a host name.
    ///   - region: The Region, needed where the text does not carry it; an empty or blank one counts as none.
    /// - Throws: ``CredentialsError`` with ``CredentialsError/Code/invalidValue`` for a text that cannot be a cluster or
    ///   a Region that contradicts the host, and ``CredentialsError/Code/regionRequired`` where the Region is missing.
    public init(_ text: String, region: String? = nil) throws(CredentialsError) {
        try self.init(ClusterHost(text), region: region)
    }

    /// Completes a host that has been read.
    package init(_ form: ClusterHost, region: String?) throws(CredentialsError) {
        var explicit: Region?
        if let region = region?.trimmedOrNil { explicit = try Region(region) }
        switch form {
        case .clusterID(let id):
            guard let explicit else {
                throw CredentialsError(
                    .regionRequired,
                    "The cluster ID \(Quoted(id)) does not say its Region.",
                    remedy: "Give the Region (--region or AWS_REGION) or the whole host name."
                )
            }
            host = "\(id).dsql.\(explicit).on.aws"
            self.region = explicit
        case .cluster(let host, let name):
            let carried = try Region(name)
            guard explicit == nil || explicit == carried else {
                throw CredentialsError(
                    .invalidValue,
                    "The Region \(Quoted(explicit?.name ?? "")) contradicts the host \(Quoted(host)), "
                        + "which is in \(carried).",
                    remedy: "Leave the Region out, or correct one of the two."
                )
            }
            self.host = host
            self.region = carried
        case .other(let host):
            guard let explicit else {
                throw CredentialsError(
                    .regionRequired,
                    "The host \(Quoted(host)) does not say its Region.",
                    remedy: "Give the Region outright (--region), or a host such as "
                        + "<cluster-id>.dsql.<region>.on.aws."
                )
            }
            self.host = host
            self.region = explicit
        }
    }

    /// The host name.
    public var description: String { host }
}
