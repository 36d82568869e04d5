/// One line of the event log; never holds a token, a password or a key.
package struct ClusterEvent: Sendable, Codable, Equatable {
    package enum Name: String, Sendable, Codable {
        case connection, login, cancel, statement, fault
    }

    package enum Outcome: String, Sendable, Codable {
        case accepted, refused
    }

    package var event: Name
    package var time: String
    package var outcome: Outcome?
    package var reason: String?
    package var sqlState: String?
    package var hint: String?
    package var user: String?
    package var database: String?
    package var action: String?
    package var accessKeyID: String?
    package var tls: String?
    package var tlsVersion: String?
    package var sni: String?
    package var alpn: String?
    package var applicationName: String?
    package var sessionID: String?

    package init(_ event: Name, time: SigningTime) {
        self.event = event
        self.time = time.description
    }

    /// The same for a person.
    package var line: String {
        var parts = ["dsql-local: \(event.rawValue)"]
        if let outcome { parts[0] += " \(outcome.rawValue)" }
        let facts: [(String, String?)] = [
            ("user", user), ("database", database), ("action", action), ("tls", tls), ("version", tlsVersion),
            ("sni", sni), ("alpn", alpn), ("application", applicationName), ("sqlstate", sqlState),
        ]
        for case (let name, let value?) in facts { parts.append("\(name)=\(value)") }
        if let reason { parts.append("(\(reason)\(hint.map { ": \($0)" } ?? ""))") }
        return parts.map { $0.filter { !$0.isNewline } }.joined(separator: " ")
    }
}
