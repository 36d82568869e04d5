#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension POSIX {
    /// An address to connect to, with its port.
    struct Address: Sendable, Equatable {
        /// Whether it is an IPv6 address.
        let isVersion6: Bool
        /// The address in its usual form, without the port.
        let text: String
        fileprivate let bytes: [UInt8]
    }

    /// A look-up that found nothing.
    struct LookUpFailure: Error, Equatable {
        /// What the resolver says.
        let text: String
        /// Whether the name does not exist, or has no address; otherwise the resolver got no answer.
        let isUnknownName: Bool
    }

    /// Looks a host up; an address is taken as it is, and with `isAddress` nothing else is.
    static func lookUp(_ host: String, port: Int, isAddress: Bool) throws(LookUpFailure) -> [Address] {
        var hints = unsafe addrinfo()
        unsafe hints.ai_family = AF_UNSPEC
        #if canImport(Darwin)
            unsafe hints.ai_socktype = SOCK_STREAM
        #else
            unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #endif
        unsafe hints.ai_flags = AI_NUMERICSERV | (isAddress ? AI_NUMERICHOST : 0)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = unsafe getaddrinfo(host, String(port), &hints, &list)
        guard code == 0 else {
            let text =
                unsafe code == EAI_SYSTEM ? String(cString: strerror(errno)) : String(cString: gai_strerror(code))
            // -5 is EAI_NODATA, which Swift does not see.
            throw LookUpFailure(text: text, isUnknownName: code == EAI_NONAME || code == -5)
        }
        defer { unsafe freeaddrinfo(list) }
        var addresses: [Address] = []
        var next = unsafe list
        while let entry = unsafe next {
            let bytes = unsafe Array(
                UnsafeRawBufferPointer(start: entry.pointee.ai_addr, count: Int(entry.pointee.ai_addrlen))
            )
            let isVersion6 = unsafe entry.pointee.ai_family == AF_INET6
            let address = Address(isVersion6: isVersion6, text: text(of: bytes), bytes: bytes)
            if !addresses.contains(address) { addresses.append(address) }
            unsafe next = entry.pointee.ai_next
        }
        return addresses
    }

    private static func text(of address: [UInt8]) -> String {
        var name = [CChar](repeating: 0, count: 128)
        let code = unsafe address.withUnsafeBytes { bytes in
            unsafe getnameinfo(
                bytes.assumingMemoryBound(to: sockaddr.self).baseAddress,
                socklen_t(bytes.count),
                &name,
                socklen_t(128),
                nil,
                0,
                NI_NUMERICHOST
            )
        }
        return code == 0 ? String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self) : "?"
    }

    /// Connects a socket that never blocks.
    static func connect(_ address: Address, until deadline: ContinuousClock.Instant) throws(Failure) -> Int32 {
        #if canImport(Darwin)
            let descriptor = socket(address.isVersion6 ? AF_INET6 : AF_INET, SOCK_STREAM, 0)
        #else
            let descriptor = socket(address.isVersion6 ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #endif
        guard descriptor >= 0 else { throw Failure(code: errno) }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        do throws(Failure) {
            try begin(descriptor, address)
            try wait(for: .writing, descriptor, until: deadline)
            var code: Int32 = 0
            var size = socklen_t(MemoryLayout<Int32>.size)
            unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size)
            guard code == 0 else { throw Failure(code: code) }
            return descriptor
        } catch {
            close(descriptor)
            throw error
        }
    }

    private static func begin(_ descriptor: Int32, _ address: Address) throws(Failure) {
        let code = unsafe address.bytes.withUnsafeBytes { bytes in
            let target = unsafe bytes.assumingMemoryBound(to: sockaddr.self).baseAddress
            #if canImport(Glibc)
                return unsafe Glibc.connect(descriptor, target, socklen_t(bytes.count))
            #elseif canImport(Musl)
                return unsafe Musl.connect(descriptor, target, socklen_t(bytes.count))
            #else
                return unsafe Darwin.connect(descriptor, target, socklen_t(bytes.count))
            #endif
        }
        guard code == 0 || errno == EINPROGRESS else { throw Failure(code: errno) }
    }

    /// What a socket is waited for.
    enum Readiness { case reading, writing }

    /// Waits until a socket is ready, or has failed.
    ///
    /// - Throws: ``Failure/timedOut``.
    static func wait(
        for readiness: Readiness,
        _ descriptor: Int32,
        until deadline: ContinuousClock.Instant
    ) throws(Failure) {
        while true {
            let left = ContinuousClock.now.duration(to: deadline).components
            let milliseconds = left.seconds * 1_000 + left.attoseconds / 1_000_000_000_000_000
            guard milliseconds > 0 else { throw .timedOut }
            var watched = pollfd(fd: descriptor, events: Int16(readiness == .reading ? POLLIN : POLLOUT), revents: 0)
            let count = unsafe poll(&watched, 1, Int32(min(milliseconds, 60_000)))
            if count > 0 { return }
            if count < 0, errno != EINTR { throw Failure(code: errno) }
        }
    }

    /// Receives some bytes from a socket; none at its end.
    static func receive(_ descriptor: Int32, until deadline: ContinuousClock.Instant) throws(Failure) -> [UInt8] {
        var chunk = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = unsafe recv(descriptor, &chunk, chunk.count, 0)
            if count >= 0 { return Array(chunk.prefix(count)) }
            guard errno == EAGAIN || errno == EINTR else { throw Failure(code: errno) }
            try wait(for: .reading, descriptor, until: deadline)
        }
    }

    /// Has a write to a connection that is gone fail, and not end the process.
    static func ignorePipeSignal() { signal(SIGPIPE, SIG_IGN) }
}

extension POSIX.Failure {
    static let timedOut = POSIX.Failure(code: ETIMEDOUT)
    static let refused = POSIX.Failure(code: ECONNREFUSED)

    /// Whether there is no way to the address.
    var isUnreachable: Bool { [ENETUNREACH, EHOSTUNREACH, EAFNOSUPPORT, EADDRNOTAVAIL].contains(code) }
}
