import AuroraDSQLCredentials
import FoundationEssentials

/// The step from a socket to a server that is verified.
///
/// TLS comes first, as DSQL takes it. Where that does not work for another reason than the certificate, it is asked for
/// as older clients do, on another connection, which tells a proxy from a server that has no TLS.
struct TLSStep {
    let settings: ConnectionSettings
    let bundle: String
    let limit: Duration

    /// Verifies the server.
    func shakeHands(_ socket: NetworkSteps.Socket) throws(Finding) -> Examination.Result<TLSConnection> {
        let connection = try open(socket.descriptor, isDirect: true)
        do throws(TLSConnection.Failure) {
            try connection.connect(until: .now + limit)
            return result(connection, isDirect: true)
        } catch {
            switch error {
            case .untrusted, .timedOut, .libraryMissing, .badBundle: throw finding(error, connection)
            case .handshake, .closed: return try retry(socket.address, after: error)
            }
        }
    }

    private func retry(
        _ address: POSIX.Address,
        after first: TLSConnection.Failure
    ) throws(Finding) -> Examination.Result<TLSConnection> {
        let deadline = ContinuousClock.now + limit
        let answer: [UInt8]
        let descriptor: Int32
        do throws(POSIX.Failure) {
            descriptor = try POSIX.connect(address, until: deadline)
            try POSIX.write(StartupMessages.tlsRequest, to: descriptor)
            answer = try POSIX.receive(descriptor, until: deadline)
        } catch {
            throw finding(first, nil)
        }
        guard answer.first == UInt8(ascii: "S") else {
            POSIX.closeDescriptor(descriptor)
            guard answer.first == UInt8(ascii: "N") else { throw finding(first, nil) }
            throw Finding(
                .unavailable,
                "The server at \(address.text) speaks PostgreSQL without TLS, which a cluster of DSQL never does.",
                remedy: "Check host and --hostaddr: this is another server, or a proxy that ends TLS."
            )
        }
        let connection = try open(descriptor, isDirect: false)
        do throws(TLSConnection.Failure) {
            try connection.connect(until: deadline)
            return result(connection, isDirect: false)
        } catch {
            // An end without a word says less than whatever came first.
            throw finding(error == .closed ? first : error, connection)
        }
    }

    private func open(_ descriptor: Int32, isDirect: Bool) throws(Finding) -> TLSConnection {
        do {
            return try TLSConnection(
                descriptor,
                host: settings.endpoint.host,
                bundle: bundle,
                isDirect: isDirect
            )
        } catch {
            throw finding(error, nil)
        }
    }

    private func result(_ connection: TLSConnection, isDirect: Bool) -> Examination.Result<TLSConnection> {
        let facts = connection.facts
        let way =
            isDirect
            ? "direct, ALPN \(facts.applicationProtocol ?? "not answered")"
            : "after SSLRequest: the server does not take TLS directly"
        return Examination.Result(
            verdict: isDirect && facts.applicationProtocol == "postgresql" ? .ok : .note,
            text: "\(facts.version), \(way); certificate for \(facts.hosts.joined(separator: ", ")), "
                + "from \(Quoted(facts.issuer)), chain to \(Quoted(facts.root)), good until "
                + AWSTimestamp.iso8601(facts.notAfter),
            value: connection,
            facts: [
                DoctorReport.Fact("version", facts.version),
                DoctorReport.Fact("alpn", facts.applicationProtocol ?? ""),
                DoctorReport.Fact("negotiation", isDirect ? "direct" : "sslrequest"),
                DoctorReport.Fact("names", facts.hosts.joined(separator: " ")),
                DoctorReport.Fact("issuer", facts.issuer), DoctorReport.Fact("root", facts.root),
                DoctorReport.Fact("notAfter", AWSTimestamp.iso8601(facts.notAfter)),
            ]
        )
    }

    private func finding(_ failure: TLSConnection.Failure, _ connection: TLSConnection?) -> Finding {
        let host = settings.endpoint.host
        switch failure {
        case .libraryMissing: return .libraryMissing
        case .badBundle: return Finding(.badValue, "The file \(Quoted(bundle)) cannot be read any more.")
        case .timedOut:
            return Finding(
                .unavailable,
                "\(host) takes connections, and then says nothing: no TLS handshake within \(limit).",
                remedy: "Check that nothing between inspects or holds back TLS, then host and port."
            )
        case .closed:
            return Finding(
                .unavailable,
                "\(host) takes connections, and ends them before TLS is up.",
                remedy: "Check host and port: this may be another service, or a proxy or tunnel without a far end."
            )
        case .handshake(let reason):
            return Finding(
                .unavailable,
                "\(host) does not speak TLS as a cluster does: \(reason).",
                remedy: "Check host and port: this may be another service, or a proxy in between."
            )
        case .untrusted(let code, let text):
            return CertificateFinding(code: code, text: text, host: host, bundle: bundle, facts: connection?.facts)
                .finding
        }
    }
}
