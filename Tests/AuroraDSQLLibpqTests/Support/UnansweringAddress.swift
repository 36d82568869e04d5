import Foundation

/// An address of this machine's loopback that answers nothing: its listener's queue is full, and what comes then is
/// dropped.
final class UnansweringAddress: Sendable {
    let address: String
    private let sockets: [Int32]

    init(_ address: String, port: Int) throws {
        self.address = address
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = in_port_t(port).bigEndian
        guard unsafe inet_pton(AF_INET, address, &name.sin_addr) == 1 else { throw Failure(number: EINVAL) }
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard unsafe Self.call(bind, listener, name) == 0, listen(listener, 0) == 0 else {
            throw Failure(number: errno)
        }
        // The first one fills the queue; the next ones hang, as everybody's does from then on.
        var sockets = [listener]
        for flags in [0, Int32(SOCK_NONBLOCK.rawValue), Int32(SOCK_NONBLOCK.rawValue)] {
            let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue) | flags, 0)
            _ = unsafe Self.call(connect, client, name)
            sockets.append(client)
        }
        self.sockets = sockets
    }

    deinit { sockets.forEach { close($0) } }

    struct Failure: Error { let number: Int32 }

    private static func call(
        _ body: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32,
        _ socket: Int32,
        _ name: sockaddr_in
    ) -> Int32 {
        unsafe withUnsafePointer(to: name) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
