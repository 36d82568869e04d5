/// The version of this package, as it introduces itself to servers.
package enum PackageVersion {
    /// Major, minor and patch.
    package static let current = "0.1.0"
}
