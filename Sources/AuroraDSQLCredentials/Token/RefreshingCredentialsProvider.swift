package import FoundationEssentials

/// A provider that can be asked for credentials that live until a given time.
package protocol RefreshingCredentialsProvider: CredentialsProvider {
    /// Returns credentials that live until `date` where a refresh can bring that about, else the best there are.
    func credentials(outliving date: Date) async throws -> Credentials
}
