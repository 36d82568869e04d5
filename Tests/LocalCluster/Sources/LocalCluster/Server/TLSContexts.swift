import NIOCore
import NIOSSL

/// The TLS set-ups a cluster can show: its own, and three that a client must refuse.
struct TLSContexts: Sendable {
    private let good: NIOSSLContext
    private let wrongName: NIOSSLContext
    private let expired: NIOSSLContext
    private let untrusted: NIOSSLContext

    init(authority: CertificateAuthority, names: ClusterNames, now: SigningTime) throws {
        let day: Int64 = 86_400
        let validity = now.advanced(by: -day)..<now.advanced(by: 365 * day)
        let past = now.advanced(by: -30 * day)..<now.advanced(by: -day)
        good = try Self.context(authority.issue(names: names.all, validity: validity))
        wrongName = try Self.context(authority.issue(names: ["another-cluster.invalid"], validity: validity))
        expired = try Self.context(authority.issue(names: names.all, validity: past))
        let stranger = try CertificateAuthority(commonName: "nobody's authority", now: now)
        untrusted = try Self.context(stranger.issue(names: names.all, validity: validity))
    }

    func context(for fault: Fault.Kind?) -> NIOSSLContext {
        switch fault {
        case .wrongNameCertificate: wrongName
        case .expiredCertificate: expired
        case .untrustedCertificate: untrusted
        default: good
        }
    }

    private static func context(_ certificate: ServerCertificate) throws -> NIOSSLContext {
        let leaf = try NIOSSLCertificate.fromPEMBytes(Array(certificate.certificatePEM.utf8))
        let key = try NIOSSLPrivateKey(bytes: Array(certificate.privateKeyPEM.utf8), format: .pem)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: leaf.map { .certificate($0) },
            privateKey: .privateKey(key)
        )
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["postgresql"]
        // Clients of PostgreSQL just close; waiting for their farewell would only hold the connection.
        configuration.shutdownTimeout = .seconds(1)
        return try NIOSSLContext(configuration: configuration)
    }
}
