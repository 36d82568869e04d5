/// The version of this package, in the one place that says it.
package enum AuroraDSQLVersion {
    /// The version, as in the changelog.
    package static let current = "0.1.0"
}
