package import FoundationEssentials

/// A provider that keeps credentials and can be asked for newer ones before they expire.
package protocol RefreshingCredentialsProvider: CredentialsProvider {
    /// Resolves credentials that last beyond `date`, refreshing the kept ones for this reason at most once for a set of
    /// credentials and once a minute; otherwise, or where newer ones do not last longer, returns what there is.
    func credentials(outliving date: Date) async throws -> Credentials
}
