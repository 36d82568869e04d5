import Foundation

extension LocalCluster {
    /// Sends one line to the control socket, such as a fault to set, and returns the answer.
    ///
    /// - Throws: A failure with the cluster's words where it refuses.
    @discardableResult
    package func control(_ line: String) throws -> String {
        let socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { throw SystemError("socket") }
        defer { close(socket) }
        try Self.connect(socket, to: try variable("DSQL_LOCAL_CONTROL"))
        let request = Array((line + "\n").utf8)
        guard unsafe send(socket, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
            throw SystemError("send")
        }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while answer.last != UInt8(ascii: "\n") {
            let count = unsafe recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else { throw SystemError("recv") }
            answer += buffer[..<count]
        }
        let text = String(decoding: answer.dropLast(), as: UTF8.self)
        guard text.contains("\"ok\":true") else { throw Refusal(description: "\"\(line)\" was refused: \(text)") }
        return text
    }

    private static func connect(_ socket: Int32, to path: String) throws {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes.prefix($0.count - 1)) }
        let status = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe Glibc.connect(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard status == 0 else { throw SystemError("connect") }
    }

    private struct Refusal: Error, CustomStringConvertible { let description: String }
}
