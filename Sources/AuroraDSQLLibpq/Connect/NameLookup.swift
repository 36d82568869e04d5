import AuroraDSQLCredentials
import Glibc

/// Looks host names up, on a thread of its own: `getaddrinfo` blocks, and cannot be interrupted.
///
/// Whoever stops waiting leaves the thread behind, which ends when the resolver does.
enum NameLookup {
    /// What answers with the addresses of a host, blocking.
    typealias Resolve = @Sendable (String) throws -> [String]

    /// The addresses of a host, in the order in which the system wants them tried.
    ///
    /// - Throws: ``Failure`` where there are none, `CancellationError`, ``SystemFailure`` where no thread can be had.
    static func addresses(
        of host: String,
        by resolve: @escaping Resolve,
        finishing lookup: OneShot<[String]>
    ) async throws -> [String] {
        guard DetachedThread.start({ lookup.finish(Result { try resolve(host) }) }) else {
            throw SystemFailure("pthread_create", EAGAIN)
        }
        return try await lookup.value()
    }

    struct Failure: Error, Sendable, CustomStringConvertible {
        let description: String
    }

    /// Asks the system.
    @Sendable static func system(_ host: String) throws -> [String] {
        var hints = unsafe addrinfo()
        unsafe hints.ai_family = AF_UNSPEC
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let status = unsafe getaddrinfo(host, nil, &hints, &list)
        guard status == 0 else {
            throw Failure(
                description: unsafe gai_strerror(status).map { unsafe String(cString: $0) } ?? "error \(status)"
            )
        }
        defer { unsafe freeaddrinfo(list) }
        var addresses: [String] = []
        var next = unsafe list
        while let entry = unsafe next {
            if let text = unsafe numeric(entry.pointee), !addresses.contains(text) { addresses.append(text) }
            unsafe next = unsafe entry.pointee.ai_next
        }
        return addresses
    }

    private static func numeric(_ entry: addrinfo) -> String? {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(NI_MAXHOST)) { buffer in
            let status = unsafe getnameinfo(
                entry.ai_addr,
                entry.ai_addrlen,
                buffer.baseAddress,
                socklen_t(buffer.count),
                nil,
                0,
                NI_NUMERICHOST
            )
            guard status == 0, let start = buffer.baseAddress else { return nil }
            return unsafe String(cString: start)
        }
    }
}
