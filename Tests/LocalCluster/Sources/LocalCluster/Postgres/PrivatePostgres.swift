import Foundation
import Glibc
package import NIOCore

/// A PostgreSQL of the cluster's own, reachable through a Unix socket in the cluster's folder only.
package struct PrivatePostgres: Sendable {
    package let folder: ClusterFolder
    private let supervisor: ProcessMonitor
    private let lifeline: CloseOnExecPipe
    private let log: FileHandle
    /// The role that owns the database; no client gets in with it.
    package static let superuser = "dsql_local_owner"

    /// Makes the folder and starts the shell that will make the database; returns before that is done.
    package static func start(
        binaries: PostgresBinaries,
        temporaryDirectory: String?
    ) throws(LocalClusterError) -> PrivatePostgres {
        let user = try ServerUser.forCurrentProcess()
        let folder = try ClusterFolder(temporaryDirectory: temporaryDirectory, owner: user)
        do throws(LocalClusterError) {
            let lifeline = try CloseOnExecPipe()
            let log = try Self.openLog(folder.path + "/log")
            let supervisor = try ChildProcess.spawn(
                "/bin/sh",
                [
                    "-c", Supervisor.script, "dsql-local-supervisor", folder.path, binaries.directory, user?.name ?? "",
                    superuser,
                ],
                // Nothing of the caller's PG* or LD_* variables may reach the server.
                environment: ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C", "TZ=UTC"],
                descriptors: [lifeline.readEnd.fileDescriptor, log.fileDescriptor, log.fileDescriptor],
                ownGroup: true
            )
            try? lifeline.readEnd.close()
            return PrivatePostgres(folder: folder, supervisor: ProcessMonitor(supervisor), lifeline: lifeline, log: log)
        } catch {
            folder.remove()
            throw error
        }
    }

    private static func openLog(_ path: String) throws(LocalClusterError) -> FileHandle {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw LocalClusterError(.fileFailed, "The file \(path) cannot be made (error \(errno)).")
        }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    /// Creates the roles as soon as the server answers.
    package func prepare(roles: [String], group: any EventLoopGroup) async throws {
        let statements = Self.setup(roles: roles)
        while supervisor.current == nil {
            do {
                return try await OwnerConnection.run(statements, socket: folder.postgresSocket, group: group)
            } catch OwnerConnection.Failure.notYet {
                try await Task.sleep(for: .milliseconds(10))
            }
        }
        if let error = await untilExit() { throw error }
    }

    /// Waits for the end of the server, whoever ends it; returns an error when it failed.
    @discardableResult
    package func untilExit() async -> LocalClusterError? {
        let status = await supervisor.status()
        // The supervisor removes the folder unless it was killed.
        if case .signaled = status { stopOrphan() }
        guard status != .exited(0) else { return nil }
        try? log.seek(toOffset: 0)
        let text = String(decoding: (try? log.readToEnd()) ?? Data(), as: UTF8.self)
        let last = text.split(separator: "\n").suffix(5).joined(separator: " | ")
        return LocalClusterError(
            .postgresFailed,
            status == .exited(3) ? "initdb failed: \(last)" : "The private PostgreSQL ended: \(last)"
        )
    }

    /// Asks for the end: PostgreSQL is stopped and the folder removed once this pipe is closed.
    package func stop() {
        try? lifeline.writeEnd.close()
    }

    private func stopOrphan() {
        let file = folder.postgresFolder + "/data/postmaster.pid"
        let text = try? String(contentsOfFile: file, encoding: .utf8)
        if let line = text?.split(separator: "\n").first, let processID = Int32(line), processID > 1 {
            kill(processID, SIGQUIT)
        }
        folder.remove()
    }

    static func setup(roles: [String]) -> String {
        var statements = [
            #"CREATE ROLE "admin" LOGIN CREATEROLE"#,
            #"ALTER SCHEMA public OWNER TO "admin""#,
            #"GRANT ALL ON DATABASE postgres TO "admin""#,
        ]
        for role in roles where role != "admin" {
            statements.append("CREATE ROLE \"\(role.replacing("\"", with: "\"\""))\" LOGIN")
        }
        return statements.joined(separator: ";\n")
    }
}
