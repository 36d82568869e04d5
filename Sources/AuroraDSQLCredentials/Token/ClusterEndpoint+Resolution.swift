extension ClusterEndpoint {
    /// Completes a cluster ID or host name with the Region that is set up here.
    ///
    /// The Region comes from the argument, then from the host name; for a bare cluster ID also from `AWS_REGION` and
    /// `AWS_DEFAULT_REGION`. An empty one counts as none.
    package static func resolve(
        _ text: String,
        region: String?,
        environment: Environment
    ) throws(CredentialsError) -> ClusterEndpoint {
        let form = try ClusterHost(text)
        if let region = region?.trimmedOrNil { return try ClusterEndpoint(form, region: region) }
        guard case .clusterID = form else { return try ClusterEndpoint(form, region: nil) }
        for name in ["AWS_REGION", "AWS_DEFAULT_REGION"] {
            guard let value = environment.value(name) else { continue }
            do {
                return try ClusterEndpoint(form, region: value)
            } catch {
                throw CredentialsError(
                    .invalidValue,
                    "The environment variable \(name) is \(Quoted(value)), which is not the name of an AWS Region.",
                    remedy: error.remedy,
                    cause: error
                )
            }
        }
        return try ClusterEndpoint(form, region: nil)
    }
}
