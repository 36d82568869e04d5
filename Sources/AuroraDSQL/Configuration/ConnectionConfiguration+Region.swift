import AuroraDSQLCredentials
public import Logging

extension ConnectionConfiguration {
    /// The configuration with the Region of a bare cluster ID filled in from what is set up here.
    ///
    /// ```swift
    /// let configuration = try await ConnectionConfiguration(host: "abcdefghijklmnopqrstuvwxyz").completingRegion()
    /// ```
    ///
    /// Looks where ``resolve(driver:)`` looks, and then where it cannot, since that may take a while: in the profile, and
    /// last at the EC2 instance this runs on. A configuration that says its Region, or whose host does, comes back as it
    /// is.
    ///
    /// - Parameter logger: Where `debug` lines go; by default nowhere.
    /// - Throws: ``DSQLError`` with ``DSQLError/Code/invalidConfiguration`` where the host or the Region cannot be, or the
    ///   Region is nowhere to be found; `CancellationError`.
    public func completingRegion(logger: Logger? = nil) async throws -> ConnectionConfiguration {
        if region?.trimmedOrNil != nil { return self }
        do {
            let endpoint = try await ClusterEndpoint.resolve(host, region: region, profile: profile, logger: logger)
            var complete = self
            complete.region = endpoint.region.name
            return complete
        } catch let error as CredentialsError {
            throw DSQLError(error)
        }
    }
}
