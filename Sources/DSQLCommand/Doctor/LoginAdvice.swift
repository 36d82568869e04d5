package import AuroraDSQL
import AuroraDSQLCredentials

/// What a refused login means, and what to do about it: a table over what the server said.
package struct LoginAdvice: Sendable, Equatable {
    /// Whose matter it is, which decides about the exit status.
    package enum Kind: Sendable {
        /// IAM or the mapping of roles.
        case permission
        /// A name that does not exist.
        case value
        /// The cluster, now.
        case availability
    }

    /// The login that was tried.
    package struct Login: Sendable {
        let host, region, user, action: String

        package init(host: String, region: String, user: String, action: String) {
            self.host = host
            self.region = region
            self.user = user
            self.action = action
        }
    }

    package let kind: Kind
    /// What happened, in one sentence.
    package let text: String
    /// What to do.
    package let remedy: String

    /// Reads a refusal.
    package init(_ refusal: ConnectRefusal, _ server: PostgresServerError, login: Login) {
        let said = Quoted(server.hint ?? server.message)
        let user = Quoted(login.user)
        switch refusal {
        case .signatureExpired: self = Self.expired(server.hint ?? "", said)
        case .wrongAction:
            kind = .permission
            text =
                "The token was signed for \(login.action), which is not what \(user) logs in with: the server said \(said)."
            remedy =
                "Only admin, spelt exactly so, needs dsql:DbConnectAdmin; every other user needs dsql:DbConnect. "
                + "Check --user and PGUSER."
        case .notAuthorized:
            kind = .permission
            let principal = IAMPrincipal(in: server.hint ?? "")
            let resource = Self.resource(server.hint ?? "") ?? Self.cluster(login)
            text = "IAM does not allow \(login.action) to these credentials: the server said \(said)."
            remedy =
                "Add to the policy of \(principal?.grantee ?? "their role or user"): "
                + "{\"Effect\": \"Allow\", \"Action\": \"\(login.action)\", \"Resource\": \"\(resource)\"}."
        case .accessDenied: self = Self.denied(server.hint, said, login)
        case .wakingUp, .startingUp:
            kind = .availability
            text = "\(login.host) is waking up, as after a long time without use: the server said \(said)."
            remedy = "Try again in a minute."
        case .tooManyConnections:
            kind = .availability
            text = "\(login.host) has as many connections as it takes: the server said \(said)."
            remedy = "Close some (smaller pools, fewer clients), or have the cluster's quota raised."
        case .rateExceeded:
            kind = .availability
            text = "Connections to \(login.host) are opened faster than it takes: the server said \(said)."
            remedy = "Try again in some seconds; start fewer clients at once, and keep connections longer."
        case .sniMissing, .tlsRequired:
            kind = .availability
            text = "\(login.host) did not see TLS with its name: the server said \(said)."
            remedy = "Check what stands between here and the cluster: a proxy that ends TLS cannot be used."
        case .other: self = Self.other(server, login)
        }
    }

    private init(_ kind: Kind, _ text: String, _ remedy: String) {
        self.kind = kind
        self.text = text
        self.remedy = remedy
    }

    private static func expired(_ hint: String, _ said: Quoted) -> LoginAdvice {
        // `Signature expired: <end> is now earlier than <server's time>`, both as in 20250827T120000Z.
        let times = hint.split(whereSeparator: { !$0.isLetter && !$0.isNumber }).compactMap { word in
            AWSTimestamp.parseBasic(String(word))
        }
        guard times.count >= 2 else {
            return LoginAdvice(
                .permission,
                "The server took a token for expired that was made just now: it said \(said).",
                ClockComparison.remedy
            )
        }
        return LoginAdvice(
            .permission,
            "The server took a token for expired that was made just now: it ended at \(AWSTimestamp.iso8601(times[0])) by "
                + "this machine's clock, and the server's said \(AWSTimestamp.iso8601(times[1])).",
            ClockComparison.remedy + " Where the clock is right, --expires-in is too short."
        )
    }

    private static func denied(_ hint: String?, _ said: Quoted, _ login: Login) -> LoginAdvice {
        let text = "\(login.host) denied access to \(Quoted(login.user)): the server said \(said)."
        let lowered = (hint ?? "").lowercased()
        if lowered.hasPrefix("signature not yet current") {
            return LoginAdvice(.permission, text, ClockComparison.remedy)
        }
        if lowered.contains("security token") || lowered.contains("signature does not match") {
            return LoginAdvice(
                .permission,
                text,
                "AWS does not know these keys, or not any more: get new ones (`dsql credentials` says where these came "
                    + "from), and check that they belong to the cluster's account."
            )
        }
        guard login.user != "admin" else {
            return LoginAdvice(
                .permission,
                text,
                "Allow \(login.action) on the cluster in the policy of the role or user that these credentials are of."
            )
        }
        let arn = IAMPrincipal(in: hint ?? "")?.grantee ?? "arn:aws:iam::<account>:role/<role>"
        let role = identifier(login.user)
        return LoginAdvice(
            .permission,
            text,
            "As admin: CREATE ROLE \(role) WITH LOGIN; AWS IAM GRANT \(role) TO '\(arn)'; (which mappings there are: "
                + "SELECT * FROM sys.iam_pg_role_mappings), and allow \(login.action) in the role's policy."
        )
    }

    private static func other(_ server: PostgresServerError, _ login: Login) -> LoginAdvice {
        let said = Quoted(server.hint.map { "\(server) (\($0))" } ?? server.description)
        let text = "\(login.host) refused the login: \(said)."
        switch server.sqlState {
        case "3D000": return LoginAdvice(.value, text, "Name the database postgres, the only one a cluster has.")
        case "28000", "28P01": return denied(server.hint, said, login)
        default: return LoginAdvice(.availability, text, "Look at the cluster's status in the console.")
        }
    }

    private static func resource(_ hint: String) -> String? {
        hint.split(separator: " ").map(String.init).last { $0.hasPrefix("arn:") && $0.contains(":dsql:") }
    }

    private static func cluster(_ login: Login) -> String {
        let id = login.host.split(separator: ".").first.map(String.init) ?? "*"
        return "arn:aws:dsql:\(login.region):<account>:cluster/\(id)"
    }

    /// A name as SQL takes it: in quotes unless it is plain.
    private static func identifier(_ name: String) -> String {
        let isPlain = name.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == UInt8(ascii: "_") }
        if isPlain { return name }
        return "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
