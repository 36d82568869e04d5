/// Files as providers need them.
package protocol FileSystem: Sendable {
    /// The bytes of a file, or `nil` when there is no such file (or a parent folder is missing).
    ///
    /// - Throws: ``CredentialsError`` with the code ``CredentialsError/Code/fileUnreadable`` when the file is there and
    ///   cannot be read, is not a regular file or pipe, or is longer than `limit` bytes.
    func read(_ path: String, limit: Int) throws(CredentialsError) -> [UInt8]?

    /// Replaces a file in one step (temporary file with mode 0600 beside it, then rename), making its folder (0700)
    /// where that is missing.
    func writeAtomically(_ bytes: [UInt8], to path: String) throws(CredentialsError)

    /// The home directory of the password database, used where `HOME` is unset or empty.
    func homeDirectoryOfUser() -> String?

    /// The home directory of a named user in the password database, for `~name/`.
    func homeDirectory(ofUser name: String) -> String?
}
