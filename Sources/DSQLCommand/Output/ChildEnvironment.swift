import AuroraDSQLCredentials

/// What has to change in an environment so that libpq in it logs in to the cluster, and only there, and only safely.
///
/// A plan: `exec` carries it out on itself, `env` prints it.
struct ChildEnvironment: Sendable, Equatable {
    /// A variable and its value.
    struct Assignment: Sendable, Equatable {
        let name: String
        let value: String
    }

    /// The variables to set, in the order they are shown.
    let assignments: [Assignment]
    /// The variables to unset.
    let removals: [String]

    /// Whatever would send the child elsewhere, hand it another password, or change how it verifies the server.
    static let overriding = [
        "PGSERVICE", "PGSERVICEFILE", "PGPASSFILE", "PGSSLCERT", "PGSSLKEY", "PGSSLCRL", "PGSSLCRLDIR", "PGSSLSNI",
        "PGCHANNELBINDING", "PGTARGETSESSIONATTRS",
    ]

    /// Plans the environment.
    ///
    /// - Parameters:
    ///   - settings: The connection.
    ///   - password: Where the child finds the token.
    ///   - rootCertificates: The file of CA certificates.
    ///   - minimumProtocol: `PGSSLMINPROTOCOLVERSION` as it stands; kept where it asks for more than TLS 1.2.
    ///   - extras: What else was asked for.
    init(
        _ settings: ConnectionSettings,
        password: ChildPassword,
        rootCertificates: String,
        minimumProtocol: String?,
        extras: ChildExtras = .none
    ) {
        var pairs: [(String, String)] = [("PGHOST", settings.endpoint.host)]
        // A value of the environment's own stays: it is the near end of somebody's tunnel, and verify-full holds.
        if let address = settings.hostAddress { pairs.append(("PGHOSTADDR", address)) }
        pairs += [
            ("PGPORT", String(settings.port)),
            ("PGUSER", settings.user),
            ("PGDATABASE", settings.database),
            ("PGSSLMODE", "verify-full"),
            ("PGSSLROOTCERT", rootCertificates),
            ("PGSSLNEGOTIATION", "direct"),
            ("PGSSLMINPROTOCOLVERSION", Self.stronger(minimumProtocol)),
            ("PGSSLCERTMODE", "disable"),
            ("PGGSSENCMODE", "disable"),
            ("PGREQUIREAUTH", "password"),
            ("PGAPPNAME", settings.applicationName),
        ]
        if let seconds = settings.connectTimeout { pairs.append(("PGCONNECT_TIMEOUT", String(seconds))) }
        pairs.append((password.variable, password.value))
        if !extras.exports.isEmpty {
            let url = ConnectionURI(settings, password: password, rootCertificates: rootCertificates).text
            pairs += extras.exports.map { ($0, url) }
        }
        assignments = pairs.map { Assignment(name: $0.0, value: $0.1) }
        let kept = Set(pairs.map(\.0))
        removals = (Self.overriding + extras.removals + password.removals).filter { !kept.contains($0) }
    }

    /// The protocol version asked for, or TLS 1.2 where that is not at least as much.
    private static func stronger(_ version: String?) -> String {
        // libpq compares without case, and knows no version beyond 1.3.
        version?.lowercased() == "tlsv1.3" ? "TLSv1.3" : "TLSv1.2"
    }

    /// The entries (`NAME=value`) of an environment after the plan; those it does not name stay byte for byte.
    func entries(over entries: [[UInt8]]) -> [[UInt8]] {
        let named = Set((assignments.map(\.name) + removals).map { Array($0.utf8) })
        let rest = entries.filter { entry in
            guard let sign = entry.firstIndex(of: UInt8(ascii: "=")) else { return true }
            return !named.contains(Array(entry[..<sign]))
        }
        return rest + assignments.map { Array("\($0.name)=\($0.value)".utf8) }
    }

    /// Carries the plan out on this process.
    func apply() throws(CommandFailure) {
        do throws(POSIX.Failure) {
            for name in removals { try POSIX.unsetVariable(name) }
            for assignment in assignments { try POSIX.setVariable(assignment.name, assignment.value) }
        } catch {
            throw CommandFailure(.fault, "The environment cannot be changed: \(error.text).")
        }
    }
}
