import Logging

/// Both shared files as one view: profiles, SSO sessions and services sections.
package struct SharedConfiguration: Sendable, Equatable {
    /// The profiles of both files; where both have a setting, the credentials file's wins.
    package var profiles: [String: ConfigurationSection] = [:]
    /// The SSO sessions of the config file.
    package var ssoSessions: [String: ConfigurationSection] = [:]
    /// The services sections of the config file.
    package var services: [String: ConfigurationSection] = [:]
    /// Where the files were looked for, for error texts.
    package var paths: [String] = []

    /// Creates an empty view.
    package init() {}

    /// Joins what the two files say.
    package init(config: ConfigurationDocument, credentials: ConfigurationDocument, paths: [String] = []) {
        self.paths = paths
        profiles = config.profiles
        ssoSessions = config.ssoSessions
        services = config.services
        for (name, section) in credentials.profiles {
            profiles[name, default: ConfigurationSection()].merge(section.settings)
        }
    }

    /// The longest file that is read, in bytes.
    package static let fileSizeLimit = 16 << 20

    /// Reads both files; a missing one is an empty one.
    ///
    /// - Throws: ``CredentialsError`` with ``CredentialsError/Code/fileUnreadable`` or
    ///   ``CredentialsError/Code/invalidConfiguration``.
    package static func load(_ context: ProviderContext) throws(CredentialsError) -> SharedConfiguration {
        let paths = ConfigurationPaths(environment: context.environment, files: context.files)
        func document(
            _ path: String?,
            _ kind: ConfigurationDocument.Kind
        ) throws(CredentialsError) -> ConfigurationDocument {
            guard let path, let bytes = try context.files.read(path, limit: fileSizeLimit) else {
                return ConfigurationDocument()
            }
            let document = try ConfigurationParser.parse(bytes, as: kind, path: path)
            for note in document.notes {
                context.logger.debug(
                    "A line of the shared configuration was passed over.",
                    metadata: ["path": "\(path)", "line": "\(note.line)", "reason": "\(note.reason)"]
                )
            }
            return document
        }
        return SharedConfiguration(
            config: try document(paths.config, .config),
            credentials: try document(paths.credentials, .credentials),
            paths: [paths.config, paths.credentials].compactMap(\.self)
        )
    }
}
