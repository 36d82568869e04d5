import AuroraDSQL
import AuroraDSQLCredentials

/// The steps to an open connection: the CA bundle that will be needed, the addresses, the socket.
struct NetworkSteps {
    /// A socket and the address behind it.
    struct Socket {
        let descriptor: Int32
        let address: POSIX.Address
    }

    let settings: ConnectionSettings
    let limit: Duration

    /// The file with the CA certificates, which is read.
    func bundle() throws(Finding) -> Examination.Result<String> {
        let path: String
        do { path = try settings.rootCertificates() } catch { throw Finding(error) }
        do {
            try TLSConnection.check(bundle: path)
        } catch {
            guard error == .badBundle else { throw .libraryMissing }
            throw Finding(
                .badValue,
                "The file \(Quoted(path)) holds no certificate that can be read.",
                remedy: "Name a file in PEM form (PGSSLROOTCERT, SSL_CERT_FILE), or unset both to use the system's."
            )
        }
        return Examination.Result(verdict: .ok, text: path, value: path, facts: [DoctorReport.Fact("path", path)])
    }

    /// The addresses of the host, or the one that was given instead.
    func addresses() throws(Finding) -> Examination.Result<[POSIX.Address]> {
        let given = settings.hostAddress ?? POSIX.repairedVariable("PGHOSTADDR")?.nonEmpty
        let host = given ?? settings.endpoint.host
        let found: [POSIX.Address]
        do throws(POSIX.LookUpFailure) {
            let deadline = ContinuousClock.now + limit
            let answer = try NameLookUp.addresses(
                of: host,
                port: settings.port,
                isAddress: given != nil,
                until: deadline
            )
            guard let answer else {
                throw POSIX.LookUpFailure(text: "no answer within \(limit)", isUnknownName: false)
            }
            found = answer
        } catch {
            guard given == nil else {
                throw Finding(
                    .badValue,
                    "\(Quoted(host)), which PGHOSTADDR names, is no IP address: \(error.text).",
                    remedy: "Correct it, or unset it to have the host looked up."
                )
            }
            throw Finding(
                .unavailable,
                "\(Quoted(host)) has no address: \(error.text).",
                remedy: error.isUnknownName
                    ? "Check the cluster's ID and Region, and that the cluster still exists; a private name resolves "
                        + "only within its VPC, else use --hostaddr."
                    : "Check this machine's name server (/etc/resolv.conf), network and VPN."
            )
        }
        let texts = found.map(\.text)
        return Examination.Result(
            verdict: .ok,
            text: texts.joined(separator: ", ") + (given == nil ? "" : ", as given; the host is not looked up"),
            value: found,
            facts: [
                DoctorReport.Fact(
                    "ipv4",
                    zip(found, texts).filter { !$0.0.isVersion6 }.map(\.1).joined(separator: " ")
                ),
                DoctorReport.Fact("ipv6", zip(found, texts).filter { $0.0.isVersion6 }.map(\.1).joined(separator: " ")),
            ]
        )
    }

    /// A connection to the first address that takes one.
    func connect(to addresses: [POSIX.Address]) throws(Finding) -> Examination.Result<Socket> {
        var failures: [(address: POSIX.Address, reason: POSIX.Failure)] = []
        for address in addresses {
            // What one address that drops packets may take is shared by those that are left.
            let share = limit / (addresses.count - failures.count)
            do {
                let descriptor = try POSIX.connect(address, until: .now + share)
                let passed = failures.map { "; \($0.address.text): \($0.reason.text)" }.joined()
                return Examination.Result(
                    verdict: failures.isEmpty ? .ok : .note,
                    text: "\(address.text) port \(settings.port)\(passed)",
                    value: Socket(descriptor: descriptor, address: address),
                    facts: [DoctorReport.Fact("address", address.text)]
                )
            } catch {
                failures.append((address, error))
            }
        }
        let said = failures.map { "\($0.address.text): \($0.reason.text)" }.joined(separator: "; ")
        // The first one is what matters: the rest is often a family that this machine does not have.
        throw Finding(
            .unavailable,
            "Port \(settings.port) of \(settings.endpoint.host) cannot be connected to: \(said).",
            remedy: Self.remedy(failures.first?.reason)
        )
    }

    private static func remedy(_ reason: POSIX.Failure?) -> String {
        switch reason {
        case .refused?: "Check the port (DSQL's is 5432), and with --hostaddr that the tunnel is up."
        case let reason? where reason.isUnreachable:
            "Check this machine's network and routes; in a VPC without a way out, make a VPC endpoint for DSQL."
        default:
            "Allow outgoing TCP to this port in firewall, security group and network ACL; in a VPC without a way out, "
                + "make a VPC endpoint for DSQL."
        }
    }
}

extension Finding {
    /// libssl is not there.
    static let libraryMissing = Finding(
        .fault,
        "OpenSSL's libssl 3 or 1.1 cannot be loaded, which only this command needs.",
        remedy: "Install it: apt install libssl3 (Debian, Ubuntu) or dnf install openssl-libs (Fedora, Amazon Linux)."
    )
}
