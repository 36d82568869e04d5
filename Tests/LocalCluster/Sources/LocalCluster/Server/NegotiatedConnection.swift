import NIOCore

/// A connection whose TLS handshake is done, and what that said.
struct NegotiatedConnection: Sendable {
    var channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>
    var tls: TLSFacts
    /// Closes the connection when the login is not done by then.
    var deadline: Scheduled<Void>
}

/// What the handshake settled.
struct TLSFacts: Sendable, Equatable {
    enum Way: String, Sendable { case direct, sslrequest }

    var way: Way
    var serverName: String?
    var applicationProtocol: String?
    var version: String?
}

/// Why a connection ended before there was a login to decide about.
enum NegotiationFailure: Error, Equatable {
    case plainText
    case unencryptedDataAfterSSLRequest
    case malformed(String)
    case handshake(String)
    case closed
    case deadline

    var reason: String {
        switch self {
        case .plainText: "SSL is mandatory"
        case .unencryptedDataAfterSSLRequest: "unencrypted data after SSLRequest"
        case .malformed(let text): text
        case .handshake(let text): "TLS handshake failed: \(text)"
        case .closed: "closed before the TLS handshake was done"
        case .deadline: "no login within the time limit"
        }
    }
}
