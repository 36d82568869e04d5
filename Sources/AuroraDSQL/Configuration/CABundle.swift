package import AuroraDSQLCredentials
import FoundationEssentials

/// The file with the certificate authorities to trust.
///
/// libpq before version 16 takes `system` for a file name, and no version looks further than the file it is given, so
/// that a file has to be found. A path that somebody set is used or refused, never passed over: what stands behind it
/// in the search may trust more.
package struct CABundle {
    /// Where systems keep their bundle.
    package static let systemPaths = [
        "/etc/ssl/certs/ca-certificates.crt",  // Debian, Ubuntu, Arch, Alpine
        "/etc/pki/tls/certs/ca-bundle.crt",  // Amazon Linux, Fedora, RHEL
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  // the same, without the older name
        "/etc/ssl/ca-bundle.pem",  // SUSE
        "/etc/ssl/cert.pem",  // Alpine, macOS
    ]

    private let environment: Environment
    private let isReadable: (String) -> Bool

    /// Takes the environment, and the question whether a path is a readable file.
    package init(environment: Environment, isReadable: @escaping (String) -> Bool) {
        self.environment = environment
        self.isReadable = isReadable
    }

    /// The bundle's path: the explicit one, the environment variables in their order, then the system's.
    ///
    /// - Parameters:
    ///   - explicit: A path that was set; empty and `system` count as none.
    ///   - variables: The environment variables that name a bundle. A program for people adds `PGSSLROOTCERT`.
    package func path(explicit: String?, variables: [String] = ["SSL_CERT_FILE"]) throws(DSQLError) -> String {
        if let explicit, !Self.meansSystem(explicit) {
            return try checked(explicit, "The file \(SettingRules.shown(explicit)) with the root certificates")
        }
        for name in variables {
            guard let value = environment[name], !Self.meansSystem(value) else { continue }
            return try checked(value, "The file \(SettingRules.shown(value)), which \(name) names,")
        }
        for path in Self.systemPaths where isReadable(path) { return path }
        throw DSQLError(
            .invalidConfiguration,
            "No file with root certificates was found: tried \(Self.systemPaths.joined(separator: ", ")).",
            remedy:
                "Install the package ca-certificates, or name a file (sslrootcert, \(variables.joined(separator: ", ")))."
        )
    }

    /// Whether a path is a file, not a folder, that this process may read.
    package static func isReadableFile(_ path: String) -> Bool {
        // A file that can be opened for reading but is a folder fails only later, in the middle of a handshake.
        guard FileManager.default.isReadableFile(atPath: path) else { return false }
        return !FileManager.default.directoryExists(path)
    }

    private func checked(_ path: String, _ subject: @autoclosure () -> String) throws(DSQLError) -> String {
        guard !path.utf8.contains(0), isReadable(path) else {
            throw DSQLError(
                .invalidConfiguration,
                "\(subject()) is not there or cannot be read.",
                remedy: "Correct the path, or leave it out to use the system's root certificates."
            )
        }
        return path
    }

    /// libpq's word for the system's certificates.
    private static func meansSystem(_ path: String) -> Bool { path.isEmpty || path == "system" }
}

extension FileManager {
    fileprivate func directoryExists(_ path: String) -> Bool {
        var isDirectory = false
        return fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory
    }
}
