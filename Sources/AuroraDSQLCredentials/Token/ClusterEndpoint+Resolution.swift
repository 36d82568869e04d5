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
        return try ClusterEndpoint(
            form,
            region: environment.value("AWS_REGION") ?? environment.value("AWS_DEFAULT_REGION")
        )
    }
}
