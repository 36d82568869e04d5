/// A certificate with its key, both as PEM.
package struct ServerCertificate: Sendable, CustomStringConvertible {
    package let certificatePEM: String
    package let privateKeyPEM: String

    /// The certificate alone.
    package var description: String { certificatePEM }
}
