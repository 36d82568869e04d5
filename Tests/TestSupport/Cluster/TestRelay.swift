import Foundation
import Synchronization

/// A relay on loopback between a driver and its server, which can go silent or cut everything.
///
/// Each connection has a thread of its own for either direction; of what passes only a client's first byte is looked at.
package final class TestRelay: Sendable {
    private struct State {
        var sockets: [Int32] = []
        var isCut = false
        var isSilent = false
        var firstBytes: [UInt8] = []
    }

    /// Where it listens.
    package let port: Int
    private let listener: Int32
    private let target: Int
    private let state = Mutex(State())

    /// Listens on a free port and relays to another one; to none for a server that never answers.
    package init(to target: Int?) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = Self.loopback(0)
        guard unsafe Self.withAddress(&address, { unsafe bind(listener, $0, $1) }) == 0, listen(listener, 64) == 0
        else {
            throw SocketFailure(number: errno)
        }
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe getsockname(listener, $0, &length)
            }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        self.listener = listener
        self.target = target ?? 0
        Thread.detachNewThread { [self] in accept() }
    }

    struct SocketFailure: Error { let number: Int32 }

    /// Ends every connection, and every one to come.
    package func cut() {
        let sockets = state.withLock { state in
            state.isCut = true
            return state.sockets
        }
        for socket in sockets { shutdown(socket, Int32(SHUT_RDWR)) }
        shutdown(listener, Int32(SHUT_RDWR))
    }

    /// Lets nothing through any more, and closes nothing.
    package func goSilent() { state.withLock { $0.isSilent = true } }

    /// The first byte of each connection: 22 for TLS at once, 0 for a packet in clear, such as PostgreSQL's question
    /// whether there is TLS.
    package var firstBytes: [UInt8] { state.withLock { $0.firstBytes } }

    private func accept() {
        while true {
            let client = Glibc.accept(listener, nil, nil)
            guard client >= 0 else { return }
            let server = target == 0 ? -1 : connect()
            let isCut = state.withLock { state in
                state.sockets += [client, server].filter { $0 >= 0 }
                return state.isCut
            }
            guard !isCut else { return cut() }
            guard server >= 0 else { continue }
            Thread.detachNewThread { [self] in pump(from: client, to: server, isClient: true) }
            Thread.detachNewThread { [self] in pump(from: server, to: client, isClient: false) }
        }
    }

    private func connect() -> Int32 {
        let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = Self.loopback(target)
        return unsafe Self.withAddress(&address) { unsafe Glibc.connect(server, $0, $1) } == 0 ? server : -1
    }

    private func pump(from source: Int32, to sink: Int32, isClient: Bool) {
        var isFirst = isClient
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe read(source, &buffer, buffer.count)
            guard count > 0 else { break }
            let isSilent = state.withLock { state in
                if isFirst { state.firstBytes.append(buffer[0]) }
                return state.isSilent
            }
            isFirst = false
            if isSilent { continue }
            var sent = 0
            while sent < count {
                let written = unsafe buffer.withUnsafeBytes {
                    unsafe send(sink, $0.baseAddress?.advanced(by: sent), count - sent, Int32(MSG_NOSIGNAL))
                }
                guard written > 0 else { break }
                sent += written
            }
        }
        if !state.withLock({ $0.isSilent }) { shutdown(sink, Int32(SHUT_WR)) }
    }

    private static func loopback(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    private static func withAddress(
        _ address: inout sockaddr_in,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
