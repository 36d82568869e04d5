import AuroraDSQLCredentials
import CLibssl
import FoundationEssentials

/// A verified TLS connection over a socket: the one file that imports CLibssl.
@safe final class TLSConnection {
    /// Why there is no connection, or no more.
    enum Failure: Error, Equatable {
        /// No libssl can be loaded.
        case libraryMissing
        /// The file of CA certificates holds none.
        case badBundle
        /// The certificate does not verify: OpenSSL's number and words.
        case untrusted(code: Int, text: String)
        /// The server does not speak TLS, or not as is needed.
        case handshake(String)
        /// The server said nothing in time.
        case timedOut
        /// The server ended the connection.
        case closed
    }

    /// The names under which systems have it.
    private static let libraryNames = ["libssl.so.3", "libssl.so.1.1", "libssl.3.dylib"]

    /// The table of functions: a number, because the table never changes and no pointer is `Sendable`.
    private static let address: UInt? = libraryNames.lazy.compactMap { name in
        unsafe dsql_ssl_open(name).map { UInt(bitPattern: $0) }
    }.first

    private let ssl: UnsafePointer<dsql_ssl>
    private let context: OpaquePointer
    private let peer: UnsafeMutablePointer<dsql_ssl_peer>
    private let session: OpaquePointer
    private let descriptor: Int32

    /// Prepares a connection, which takes the socket over.
    ///
    /// - Parameters:
    ///   - descriptor: The socket, which does not block.
    ///   - host: The name that the certificate has to carry.
    ///   - bundle: The file of CA certificates.
    ///   - isDirect: Whether TLS comes first, which the server has to agree to (ALPN).
    init(_ descriptor: Int32, host: String, bundle: String, isDirect: Bool) throws(Failure) {
        do throws(Failure) {
            let ssl = try unsafe Self.library()
            unsafe self.ssl = ssl
            unsafe context = try Self.context(ssl, bundle: bundle)
            unsafe peer = .allocate(capacity: 1)
            unsafe peer.initialize(to: dsql_ssl_peer())
            guard let session = unsafe dsql_ssl_session(ssl, context, peer, descriptor, host, isDirect) else {
                unsafe peer.deallocate()
                unsafe ssl.pointee.context_free(context)
                throw .handshake("no session could be made")
            }
            unsafe self.session = session
            self.descriptor = descriptor
        } catch {
            POSIX.closeDescriptor(descriptor)
            throw error
        }
    }

    deinit {
        unsafe ssl.pointee.session_free(session)
        unsafe ssl.pointee.context_free(context)
        unsafe peer.deallocate()
        POSIX.closeDescriptor(descriptor)
    }

    /// Checks that a file holds CA certificates.
    static func check(bundle: String) throws(Failure) {
        let ssl = try unsafe library()
        unsafe ssl.pointee.context_free(try context(ssl, bundle: bundle))
    }

    /// Shakes hands; the server is verified when this returns.
    func connect(until deadline: ContinuousClock.Instant) throws(Failure) {
        try turn(until: deadline) { unsafe ssl.pointee.connect(session) }
    }

    /// Sends all bytes.
    func write(_ bytes: [UInt8], until deadline: ContinuousClock.Instant) throws(Failure) {
        try turn(until: deadline) { unsafe ssl.pointee.write(session, bytes, Int32(bytes.count)) }
    }

    /// Receives some bytes.
    func read(until deadline: ContinuousClock.Instant) throws(Failure) -> [UInt8] {
        var chunk = [UInt8](repeating: 0, count: 4_096)
        let count = try turn(until: deadline) { unsafe ssl.pointee.read(session, &chunk, Int32(chunk.count)) }
        return Array(chunk.prefix(count))
    }

    /// Says goodbye, and does not wait for an answer.
    func close() { _ = unsafe ssl.pointee.shutdown(session) }

    /// What is known of the server.
    var facts: TLSFacts {
        var name: UnsafePointer<UInt8>?
        var length: UInt32 = 0
        unsafe ssl.pointee.selected_alpn(session, &name, &length)
        let protocolName = unsafe name.map {
            unsafe String(decoding: UnsafeBufferPointer(start: $0, count: Int(length)), as: UTF8.self)
        }
        let peer = unsafe peer.pointee
        return unsafe TLSFacts(
            version: Self.text(ssl.pointee.version(session)),
            applicationProtocol: protocolName,
            subject: Self.text(of: peer.subject),
            names: Self.text(of: peer.names),
            issuer: Self.text(of: peer.issuer),
            root: Self.text(of: peer.root),
            notBefore: Self.time(peer.not_before),
            notAfter: Self.time(peer.not_after)
        )
    }

    private static func library() throws(Failure) -> UnsafePointer<dsql_ssl> {
        guard let address, let ssl = unsafe UnsafePointer<dsql_ssl>(bitPattern: address) else { throw .libraryMissing }
        return unsafe ssl
    }

    private static func context(_ ssl: UnsafePointer<dsql_ssl>, bundle: String) throws(Failure) -> OpaquePointer {
        guard let context = unsafe ssl.pointee.context_new(ssl.pointee.client_method()) else { throw .libraryMissing }
        guard unsafe ssl.pointee.load_locations(context, bundle, nil) == 1 else {
            unsafe ssl.pointee.context_free(context)
            throw .badBundle
        }
        return unsafe context
    }

    /// Repeats a call of libssl's until it has done what it should.
    @discardableResult
    private func turn(until deadline: ContinuousClock.Instant, _ call: () -> Int32) throws(Failure) -> Int {
        while true {
            unsafe ssl.pointee.error_clear()
            let count = call()
            if count > 0 { return Int(count) }
            let readiness: POSIX.Readiness
            switch unsafe ssl.pointee.get_error(session, count) {
            case SSL_ERROR_WANT_READ: readiness = .reading
            case SSL_ERROR_WANT_WRITE: readiness = .writing
            case SSL_ERROR_SSL: throw reason
            default: throw .closed
            }
            do { try POSIX.wait(for: readiness, descriptor, until: deadline) } catch {
                throw error == .timedOut ? .timedOut : .closed
            }
        }
    }

    private var reason: Failure {
        let code = unsafe ssl.pointee.verify_result(session)
        // Before a certificate has come, the result says that all is well.
        guard code == 0 else {
            return unsafe .untrusted(code: code, text: Self.text(ssl.pointee.verify_text(code)))
        }
        let words = unsafe ssl.pointee.error_reason(ssl.pointee.error_next()).map { unsafe String(cString: $0) }
        // What OpenSSL 3 calls a server that goes away in the middle.
        if words == "unexpected eof while reading" { return .closed }
        return .handshake(words ?? "the handshake failed")
    }

    private static func text(_ text: UnsafePointer<CChar>?) -> String {
        unsafe text.map { unsafe String(cString: $0) } ?? ""
    }

    private static func text<Characters>(of characters: Characters) -> String {
        unsafe withUnsafeBytes(of: characters) { bytes in
            unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }

    private static func time(_ time: tm) -> Date {
        let fields = unsafe AWSTimestamp.Fields(
            year: Int(time.tm_year) + 1_900,
            month: Int(time.tm_mon) + 1,
            day: Int(time.tm_mday),
            hour: Int(time.tm_hour),
            minute: Int(time.tm_min),
            second: Int(time.tm_sec)
        )
        return Date(timeIntervalSince1970: Double(AWSTimestamp.secondsSince1970(fields)))
    }
}
