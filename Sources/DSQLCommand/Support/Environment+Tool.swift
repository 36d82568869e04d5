import AuroraDSQLCredentials

extension Environment {
    /// The environment of the tool, one variable at a time: listing all of them would cost more than the token.
    static let tool = Environment(lookUp: POSIX.repairedVariable, list: POSIX.repairedEnvironment)
}
