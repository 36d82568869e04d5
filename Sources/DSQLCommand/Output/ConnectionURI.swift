import AuroraDSQLCredentials

/// A `postgresql://` URL with the token as its password, for programs that are configured by one.
///
/// It says `sslmode` and `sslrootcert`, which libpq needs to verify the server, but not `sslnegotiation`, which libpq
/// before 17 refuses in a URL. Beside a passfile it holds no token, but the passfile's path.
struct ConnectionURI: Sendable {
    /// The URL.
    let text: String

    init(_ settings: ConnectionSettings, password: ChildPassword, rootCertificates: String?) {
        var login = Self.encoded(settings.user)
        var parameters = [("sslmode", "verify-full")]
        if let rootCertificates { parameters.append(("sslrootcert", rootCertificates)) }
        if let address = settings.hostAddress { parameters.append(("hostaddr", address)) }
        if let seconds = settings.connectTimeout { parameters.append(("connect_timeout", String(seconds))) }
        parameters.append(("application_name", settings.applicationName))
        switch password {
        case .token(let token): login += ":" + Self.encoded(token.password)
        case .passfile(let path): parameters.append(("passfile", path))
        }
        let query = parameters.map { "\($0.0)=\(Self.encoded($0.1))" }.joined(separator: "&")
        text =
            "postgresql://\(login)@\(settings.endpoint.host):\(settings.port)"
            + "/\(Self.encoded(settings.database))?\(query)"
    }

    /// Percent-encodes everything but RFC 3986's unreserved characters.
    static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count * 3)
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                bytes.append(byte)
            default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
