import AuroraDSQLCredentials

/// The terminal that a command has for itself: nobody can be asked anything.
struct NoTerminal: Terminal {
    func ask(_ prompt: String) async throws -> String {
        throw CredentialsError(
            .loginRequired,
            "A one-time password is needed, which cannot be asked for beside a command that runs.",
            remedy: "Start the command anew, or make the role's session longer (duration_seconds in the profile)."
        )
    }
}
