import AuroraDSQLCredentials
import CBuild

/// What `--version` says: the tool's version, the commit it was built from, and the libraries it would use.
struct VersionReport: Sendable {
    let version: String
    /// The commit; empty where the build was not told.
    let commit: String
    let libcurl: String
    let openSSL: String

    /// The report of this program; opens libcurl.
    static var current: VersionReport {
        VersionReport(
            version: DSQL.version,
            commit: unsafe String(cString: dsql_build_commit()),
            libcurl: libcurl,
            openSSL: OpenSSLVersion.current
        )
    }

    /// Three lines; the first is for scripts.
    var text: String {
        """
        dsql \(version) (\(commit.isEmpty ? "unknown commit" : "commit \(commit)"))
        libcurl: \(libcurl)
        OpenSSL: \(openSSL)

        """
    }

    private static var libcurl: String {
        do throws(CredentialsError) { return try CurlHTTPClient.libraryVersion() } catch { return error.description }
    }
}
