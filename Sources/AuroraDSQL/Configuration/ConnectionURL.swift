import AuroraDSQLCredentials

/// What a connection URL says, and what it leaves open.
///
/// ```swift
/// let url = try ConnectionURL("postgresql://reporting@localhost:5433/postgres?region=us-east-1")
/// let port = option ?? url.port ?? ConnectionConfiguration.defaultPort
/// ```
///
/// No error repeats the user, the port or the value of an unknown parameter: where a password was not percent-encoded,
/// these may be a part of it.
package struct ConnectionURL: Sendable, Hashable {
    /// The host, as written.
    package internal(set) var host: String?
    /// The port.
    package internal(set) var port: Int?
    /// The user, percent-decoded.
    package internal(set) var user: String?
    /// The database, percent-decoded.
    package internal(set) var database: String?
    /// The parameter `hostaddr`.
    package internal(set) var hostAddress: String?
    /// The parameter `region`.
    package internal(set) var region: String?
    /// The parameter `profile`.
    package internal(set) var profile: String?
    /// The parameter `tokenDurationSecs`.
    package internal(set) var tokenDuration: Duration?
    /// The parameter `ormPrefix`.
    package internal(set) var ormPrefix: String?
    /// The parameter `occMaxRetries`.
    package internal(set) var occMaxRetries: Int?
    /// The parameter `sslrootcert`.
    package internal(set) var rootCertificatePath: String?
    /// The parameter `application_name`.
    package internal(set) var applicationName: String?
    /// The parameter `connect_timeout`.
    package internal(set) var connectTimeout: Duration?

    /// Whether a text begins like a connection URL.
    package static func isConnectionURL(_ text: String) -> Bool { afterScheme(Array(text.utf8)[...]) != nil }

    /// Reads a connection URL.
    package init(_ text: String) throws(DSQLError) {
        guard let rest = Self.afterScheme(Array(text.utf8)[...]) else {
            throw Self.malformed("does not begin with postgres:// or postgresql://")
        }
        let authority = rest.prefix { !"/?#".utf8.contains($0) }
        let tail = rest[authority.endIndex...]
        let userInfo = authority.firstIndex(of: UInt8(ascii: "@")).map { authority[..<$0] }
        try Self.refusePassword(userInfo: userInfo, authority: authority, tail: tail)
        guard !rest.contains(where: { $0 <= 0x20 || $0 == 0x7F }) else {
            throw Self.malformed("holds a space or a control character", remedy: "Percent-encode it (%20).")
        }
        guard !tail.contains(UInt8(ascii: "#")) else {
            throw Self.malformed("has a fragment (#)", remedy: "Percent-encode the character (%23), or leave it out.")
        }
        if let userInfo {
            let user = try Self.decoded(userInfo, "user")
            try SettingRules.checkName(user, of: "user in the connection URL")
            self.user = user
        }
        try readHostAndPort(userInfo.map { authority[($0.endIndex + 1)...] } ?? authority)
        let path = tail.prefix { $0 != UInt8(ascii: "?") }.dropFirst()
        guard !path.contains(UInt8(ascii: "/")) else {
            throw Self.malformed("has more than the database in its path", remedy: "Write a slash in a name as %2F.")
        }
        if !path.isEmpty { database = try Self.decoded(path, "database") }
        if let mark = tail.firstIndex(of: UInt8(ascii: "?")) { try readParameters(tail[(mark + 1)...]) }
    }

    /// Refuses a password, also one that was not percent-encoded and so ends the user or the host too early.
    private static func refusePassword(
        userInfo: ArraySlice<UInt8>?,
        authority: ArraySlice<UInt8>,
        tail: ArraySlice<UInt8>
    ) throws(DSQLError) {
        if let userInfo, userInfo.contains(UInt8(ascii: ":")) { throw passwordRefused }
        let at = UInt8(ascii: "@")
        if authority.count(where: { $0 == at }) > 1 || tail.contains(at) {
            throw malformed(
                "has an @ that does not end the user",
                remedy: "Percent-encode it (%40), and leave a password out: a token takes its place. \(validNames)"
            )
        }
    }

    private mutating func readHostAndPort(_ text: ArraySlice<UInt8>) throws(DSQLError) {
        if text.contains(UInt8(ascii: ",")) {
            throw Self.malformed("lists several hosts; a token is made for one", remedy: "Give one host.")
        }
        if text.contains(UInt8(ascii: "[")) || text.contains(UInt8(ascii: "]")) {
            throw Self.malformed(
                "has an address for a host; a token and a certificate name a host",
                remedy: "Give the cluster's host name, and the address as hostaddr."
            )
        }
        let colon = text.firstIndex(of: UInt8(ascii: ":"))
        if let colon {
            let digits = text[(colon + 1)...]
            let port = Int(String(decoding: digits, as: UTF8.self)) ?? 0
            guard digits.allSatisfy({ (0x30...0x39).contains($0) }), (1...65_535).contains(port) else {
                throw Self.malformed("has a port that is none", remedy: "Give 1 to 65535, or leave the colon out.")
            }
            self.port = port
        }
        host = String(decoding: text[..<(colon ?? text.endIndex)], as: UTF8.self).nonEmpty
        guard let host else { return }
        do { _ = try ClusterHost(host) } catch { throw DSQLError(error) }
    }

    private static func afterScheme(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        for scheme in ["postgres://", "postgresql://"] {
            let start = text.prefix(scheme.utf8.count).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
            if start.elementsEqual(scheme.utf8) { return text.dropFirst(start.count) }
        }
        return nil
    }
}

extension ConnectionURL {
    /// An error about the form of the URL, which shows none of it.
    static func malformed(_ flaw: String, remedy: String? = nil) -> DSQLError {
        DSQLError(
            .invalidConfiguration,
            "The connection URL \(flaw).",
            remedy: remedy ?? "Write postgres://<user>@<host>/<database>?<parameter>=<value>."
        )
    }

    /// The refusal of a password.
    static var passwordRefused: DSQLError {
        malformed("holds a password", remedy: "Leave it out: a token takes its place. \(validNames)")
    }

    /// Percent-decodes a part; a plus sign stays one.
    static func decoded(_ part: ArraySlice<UInt8>, _ name: String) throws(DSQLError) -> String {
        var bytes: [UInt8] = []
        var rest = part
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(hexadecimal), let low = rest.popFirst().flatMap(hexadecimal) else {
                throw malformed(
                    "has a percent sign without two hexadecimal digits in its \(name)",
                    remedy: "Write a percent sign as %25."
                )
            }
            bytes.append(high << 4 | low)
        }
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
            throw malformed("has bytes in its \(name) that are no text", remedy: "Use UTF-8 without a zero byte.")
        }
        return text
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
