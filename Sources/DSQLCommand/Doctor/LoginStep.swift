import AuroraDSQL
import AuroraDSQLCredentials

/// The last step: a token, a login, and out again.
struct LoginStep {
    let settings: ConnectionSettings
    let credentials: Credentials
    let limit: Duration

    /// Logs in.
    func logIn(_ connection: TLSConnection) throws(Finding) -> Examination.Result<Void> {
        let token: AuthToken
        do {
            // Of the credentials that were found, so that a report is about one set of them.
            let provider = IAMTokenProvider(credentialsProvider: StaticCredentialsProvider(credentials))
            let request = AuthToken.Request(
                endpoint: settings.endpoint,
                user: settings.user,
                duration: settings.duration
            )
            token = try InlineExecutor.run { try await provider.token(for: request) }
        } catch {
            throw Finding(error)
        }
        do {
            let version = try exchange(connection, token: token)
            connection.close()
            return Examination.Result(
                verdict: .ok,
                text: "as \(Quoted(settings.user)), with \(action)" + (version.map { "; server version \($0)" } ?? ""),
                value: (),
                facts: [DoctorReport.Fact("action", action)]
                    + (version.map { [DoctorReport.Fact("serverVersion", $0)] } ?? [])
            )
        } catch let error as PostgresServerError {
            throw LoginFinding(error, settings: settings, action: action).finding
        } catch {
            throw finding(error)
        }
    }

    /// Speaks PostgreSQL until the session is ready; returns the server's version.
    private func exchange(_ connection: TLSConnection, token: AuthToken) throws -> String? {
        let deadline = ContinuousClock.now + limit
        let startup = StartupMessages.startup(
            user: settings.user,
            database: settings.database,
            applicationName: settings.applicationName
        )
        try connection.write(startup, until: deadline)
        var reader = ServerMessageReader()
        var version: String?
        while true {
            // Also against a server that never stops talking.
            guard ContinuousClock.now < deadline else { throw TLSConnection.Failure.timedOut }
            guard let message = try reader.next() else {
                reader.append(try connection.read(until: deadline))
                continue
            }
            switch message {
            case .passwordRequest:
                try connection.write(StartupMessages.password(token.password), until: deadline)
            case .otherAuthentication(let number): throw Unwanted(number: number)
            case .error(let error): throw error
            case .setting(name: "server_version", let value): version = value
            case .ready:
                try connection.write(StartupMessages.terminate, until: deadline)
                return version
            case .authenticated, .setting, .other: break
            }
        }
    }

    /// A way of logging in that is not a cluster's.
    private struct Unwanted: Error {
        let number: Int
    }

    private var action: String {
        let request = AuthToken.Request(endpoint: settings.endpoint, user: settings.user, duration: settings.duration)
        return "dsql:\(request.action.rawValue)"
    }

    private func finding(_ error: any Error) -> Finding {
        let host = settings.endpoint.host
        switch error {
        case TLSConnection.Failure.timedOut:
            return Finding(
                .unavailable,
                "\(host) did not answer the login within \(limit).",
                remedy: "Try again in a minute: an idle cluster wakes up. Where it stays so, look at its status."
            )
        case let error as Unwanted:
            return Finding(
                .unavailable,
                "\(host) asks for another kind of login (number \(error.number)) than DSQL has; no token was sent.",
                remedy: "Check host and port: this may be another PostgreSQL."
            )
        case is ServerMessageReader.Malformed:
            return Finding(
                .unavailable,
                "\(host) does not speak PostgreSQL.",
                remedy: "Check host and port: this may be another service."
            )
        default:
            return Finding(
                .unavailable,
                "\(host) ended the connection in the middle of the login.",
                remedy: "Try again; where it stays so, look at the cluster's status."
            )
        }
    }
}
