#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where the certificates of trusted authorities lie.
package enum CertificateBundle {
    /// The usual places, in the order in which they are tried.
    package static let usualPlaces = [
        "/etc/ssl/certs/ca-certificates.crt",  // Debian, Ubuntu, Alpine, Arch
        "/etc/pki/tls/certs/ca-bundle.crt",  // Fedora, RHEL, Amazon Linux
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  // RHEL, where the one above is missing
        "/etc/ssl/ca-bundle.pem",  // openSUSE
        "/etc/ssl/cert.pem",  // Alpine, macOS
    ]

    /// The bundle to verify servers with: the explicit one, `SSL_CERT_FILE`, the first usual place that can be read.
    ///
    /// - Throws: ``CredentialsError`` with the code ``CredentialsError/Code/invalidConfiguration`` where a bundle was
    ///   named that cannot be read, or none is found.
    package static func path(
        explicit: String?,
        environment: Environment,
        usualPlaces: [String] = usualPlaces
    ) throws(CredentialsError) -> String {
        if let explicit { return try readable(explicit, named: "The CA bundle") }
        if let file = environment.value("SSL_CERT_FILE") {
            return try readable(file, named: "The CA bundle of SSL_CERT_FILE")
        }
        guard let place = usualPlaces.first(where: isReadable) else {
            throw CredentialsError(
                .invalidConfiguration,
                "No CA bundle was found in \(usualPlaces.joined(separator: ", ")).",
                remedy: "Install the package ca-certificates, or set AWS_CA_BUNDLE or SSL_CERT_FILE."
            )
        }
        return place
    }

    private static func readable(_ path: String, named name: String) throws(CredentialsError) -> String {
        guard isReadable(path) else {
            throw CredentialsError(
                .invalidConfiguration,
                "\(name), \(Quoted(path)), cannot be read.",
                remedy: "Name a readable file of PEM certificates."
            )
        }
        return path
    }

    private static func isReadable(_ path: String) -> Bool {
        unsafe !path.utf8.contains(0) && access(path, R_OK) == 0
    }
}
