import AuroraDSQLCredentials

/// The names of the profiles in the AWS config files, for completion.
enum ProfileNames {
    /// The names, sorted; none where the files cannot be read, since a half-typed line is no place for an error.
    static var all: [String] {
        guard let configuration = try? SharedConfiguration.load(CredentialsSource.context) else { return [] }
        return configuration.profiles.keys.filter { !$0.isEmpty }.sorted()
    }
}
