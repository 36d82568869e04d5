import Foundation

/// The folder that holds `initdb` and `postgres`.
package struct PostgresBinaries: Sendable, Equatable {
    package var directory: String

    package var initdb: String { directory + "/initdb" }
    package var postgres: String { directory + "/postgres" }

    /// Looks where it is told, else in PATH, else where packages put them, newest version first.
    ///
    /// - Parameters:
    ///   - explicit: the only place to look when it is set.
    ///   - path: the PATH variable.
    ///   - roots: folders with one folder a version: Debian's, and that of PostgreSQL's own RPMs.
    package static func find(
        explicit: String?,
        path: String?,
        roots: [String] = ["/usr/lib/postgresql", "/usr/local/lib/postgresql"]
    ) throws(LocalClusterError) -> PostgresBinaries {
        if let explicit {
            guard hasServer(explicit) else {
                throw LocalClusterError(
                    .postgresNotFound,
                    "There is no PostgreSQL server in \(explicit): initdb and postgres are expected there.",
                    remedy: "Give the folder of the server's own programs to --pg-bin, e.g. /usr/lib/postgresql/15/bin."
                )
            }
            return PostgresBinaries(directory: explicit)
        }
        let inPath = (path ?? "").split(separator: ":").map(String.init)
        let installed = roots.flatMap { root in
            let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
            return versions.compactMap { name in Int(name).map { (version: $0, directory: "\(root)/\(name)/bin") } }
        }
        let newest = installed.sorted { $0.version > $1.version }.map(\.directory)
        guard let found = (inPath + newest).first(where: hasServer) else {
            throw LocalClusterError(
                .postgresNotFound,
                "No PostgreSQL server was found, neither in PATH nor in a folder of \(roots.joined(separator: ", ")).",
                remedy: "Install one (Debian: apt-get install postgresql) or name its folder with --pg-bin."
            )
        }
        return PostgresBinaries(directory: found)
    }

    private static func hasServer(_ directory: String) -> Bool {
        ["initdb", "postgres"].allSatisfy { FileManager.default.isExecutableFile(atPath: "\(directory)/\($0)") }
    }
}
