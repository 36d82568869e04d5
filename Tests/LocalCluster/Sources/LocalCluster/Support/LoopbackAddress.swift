import NIOCore

/// Tells addresses of this machine alone from all others.
package enum LoopbackAddress {
    package static func isLoopback(_ text: String) -> Bool {
        guard let address = try? SocketAddress(ipAddress: text, port: 0) else { return false }
        switch address {
        case .v4: return text.hasPrefix("127.")
        case .v6: return address.ipAddress == "::1"
        case .unixDomainSocket: return false
        }
    }
}
