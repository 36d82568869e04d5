import Glibc

/// The user PostgreSQL runs as when this process is root, which PostgreSQL refuses to be.
package struct ServerUser: Sendable, Equatable {
    package var name: String
    package var userID: UInt32
    package var groupID: UInt32

    /// `postgres`, else `nobody`; nil when this process is not root.
    package static func forCurrentProcess() throws(LocalClusterError) -> ServerUser? {
        guard geteuid() == 0 else { return nil }
        for name in ["postgres", "nobody"] {
            if let entry = unsafe getpwnam(name) {
                return unsafe ServerUser(name: name, userID: entry.pointee.pw_uid, groupID: entry.pointee.pw_gid)
            }
        }
        throw LocalClusterError(
            .postgresFailed,
            "PostgreSQL does not run as root, and there is neither a user postgres nor a user nobody.",
            remedy: "Run dsql-local as an ordinary user."
        )
    }
}
