import Foundation
import Glibc

/// The temporary folder of one cluster: `pg/` for PostgreSQL, `ca.pem`, the control socket.
package struct ClusterFolder: Sendable {
    package let path: String

    package var postgresFolder: String { path + "/pg" }
    package var postgresSocket: String { postgresFolder + "/.s.PGSQL.5432" }
    package var certificateFile: String { path + "/ca.pem" }
    package var controlSocket: String { path + "/control" }

    /// The room in a Unix socket's address.
    private static let longestSocketPath = 107

    /// Makes the folder where TMPDIR says, or in `/tmp` when a socket's path would not fit there.
    ///
    /// - Parameter owner: the user PostgreSQL runs as, when that is another one.
    package init(temporaryDirectory: String?, owner: ServerUser?) throws(LocalClusterError) {
        let wanted = temporaryDirectory.flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
        let fits = wanted.utf8.count + "/dsql-local-XXXXXX/pg/.s.PGSQL.5432.lock".utf8.count <= Self.longestSocketPath
        var template = Array("\(fits ? wanted : "/tmp")/dsql-local-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else {
            throw LocalClusterError(
                .fileFailed,
                "No temporary folder could be made in \(fits ? wanted : "/tmp").",
                remedy: "Set TMPDIR to a folder that can be written."
            )
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        do {
            try FileManager.default.createDirectory(
                atPath: postgresFolder,
                withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700]
            )
            guard let owner else { return }
            // PostgreSQL's user has to pass through, not to look around.
            guard unsafe chmod(path, 0o711) == 0, unsafe chown(postgresFolder, owner.userID, owner.groupID) == 0 else {
                throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EPERM)
            }
        } catch {
            remove()
            throw LocalClusterError(.fileFailed, "The folder \(path) cannot be prepared.", cause: error)
        }
    }

    package func remove() {
        try? FileManager.default.removeItem(atPath: path)
    }
}
