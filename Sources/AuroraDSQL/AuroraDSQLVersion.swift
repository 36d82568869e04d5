import AuroraDSQLCredentials

/// The version of this package.
package enum AuroraDSQLVersion {
    /// The version, as in the changelog.
    package static let current = PackageVersion.current
}
