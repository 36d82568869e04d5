package import AuroraDSQLCredentials

extension DSQLError {
    /// A setting that the credentials module refused: its sentence and remedy, with the refusal as cause.
    package init(_ error: CredentialsError, fileID: String = #fileID, line: Int = #line) {
        self.init(
            .invalidConfiguration,
            error.message,
            remedy: error.remedy,
            cause: error,
            fileID: fileID,
            line: line
        )
    }
}
