import AuroraDSQLCredentials

/// A chain that says on standard error what each of its sources said: `--verbose`.
struct VerboseCredentials: CredentialsProvider {
    let chain: CredentialsProviderChain

    /// Searches, tells, and returns what was found.
    func credentials() async throws -> Credentials {
        let search = await chain.search()
        for line in CredentialsReport.lines(of: search) { StandardError.say(line) }
        let credentials = try search.credentials()
        let end = credentials.expiration.map { "expire at \(AWSTimestamp.iso8601($0))" } ?? "are not known to expire"
        StandardError.say("The credentials of \(Quoted(credentials.accessKeyID)) \(end).")
        return credentials
    }
}
