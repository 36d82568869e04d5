import Foundation
import LocalCluster

/// The variables a client needs to reach the cluster.
struct ClientSettings: Sendable {
    let variables: [(name: String, value: String)]

    init(cluster: Cluster, options: DSQLLocal, key: AccessKey) {
        var variables = [
            ("PGHOST", options.names.host),
            ("PGHOSTADDR", options.listen),
            ("PGPORT", String(cluster.port)),
            ("PGSSLROOTCERT", cluster.folder.certificateFile),
            ("AWS_ACCESS_KEY_ID", key.id),
            ("AWS_SECRET_ACCESS_KEY", key.secret),
        ]
        if let token = key.sessionToken { variables.append(("AWS_SESSION_TOKEN", token)) }
        variables.append(("AWS_REGION", options.region))
        variables.append(("DSQL_LOCAL_CONTROL", cluster.folder.controlSocket))
        self.variables = variables.map { (name: $0.0, value: $0.1) }
    }

    /// One export a line, then the line that says that the cluster is ready.
    var shellText: String {
        (variables.map { ShellText.export($0.name, $0.value) } + ["# ready"]).joined(separator: "\n")
    }

    /// Starts a command with these variables in its environment.
    func spawn(_ command: [String]) throws(LocalClusterError) -> ProcessMonitor {
        var environment = ProcessInfo.processInfo.environment
        // Somebody else's session token would go with our keys.
        environment["AWS_SESSION_TOKEN"] = nil
        for (name, value) in variables { environment[name] = value }
        let process = try ChildProcess.spawn(
            command[0],
            Array(command.dropFirst()),
            environment: environment.map { "\($0.key)=\($0.value)" }
        )
        return ProcessMonitor(process)
    }
}
