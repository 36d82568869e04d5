/// What one of the two shared files says.
package struct ConfigurationDocument: Sendable, Equatable {
    /// Which of the two files it is; their section headers differ.
    package enum Kind: Sendable, Equatable {
        /// `~/.aws/config`: `[default]`, `[profile NAME]`, `[sso-session NAME]`, `[services NAME]`.
        case config
        /// `~/.aws/credentials`: `[NAME]`.
        case credentials
    }

    /// A line that was passed over.
    package struct Note: Sendable, Equatable {
        /// The line's number, from 1.
        package var line: Int
        /// Why, without anything of the line: what looks like a name may be a secret.
        package var reason: String
    }

    /// The profiles by name.
    package var profiles: [String: ConfigurationSection] = [:]
    /// The `[sso-session NAME]` sections by name.
    package var ssoSessions: [String: ConfigurationSection] = [:]
    /// The `[services NAME]` sections by name.
    package var services: [String: ConfigurationSection] = [:]
    /// Lines that were passed over, the first few of them: for the debug log.
    package var notes: [Note] = []
}
