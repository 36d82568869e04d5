/// The version of this package, in the one place that says it.
package enum PackageVersion {
    /// Major, minor and patch.
    package static let current = "0.1.0"
}
