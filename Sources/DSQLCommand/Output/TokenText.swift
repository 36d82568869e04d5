import ArgumentParser
import AuroraDSQLCredentials

/// A token in the form a program reads it.
struct TokenText: Sendable {
    /// The forms.
    enum Format: String, Sendable, OptionChoice {
        case token, json, pgpass, uri
    }

    let settings: ConnectionSettings
    let token: AuthToken

    /// The text, which ends with a line end.
    ///
    /// A URL is written with the file of CA certificates; the other forms do not need it.
    func text(_ format: Format, rootCertificates: String?) throws -> String {
        switch format {
        case .token: token.password + "\n"
        case .json: try json()
        case .pgpass: try passfileLine()
        case .uri: ConnectionURI(settings, password: .token(token), rootCertificates: rootCertificates).text + "\n"
        }
    }

    private func json() throws -> String {
        let expiration = AWSTimestamp.iso8601(try TokenInspection(token.password).expiration)
        let pairs = [
            ("token", token.password), ("host", settings.endpoint.host), ("user", settings.user),
            ("expiration", expiration),
        ]
        return "{" + pairs.map { "\"\($0.0)\": \(JSONText.quoted($0.1))" }.joined(separator: ", ") + "}\n"
    }

    /// `host:port:database:user:password`, as libpq reads it from a passfile.
    func passfileLine() throws(CommandFailure) -> String {
        let fields = [
            settings.endpoint.host, String(settings.port), settings.database, settings.user, token.password,
        ]
        // libpq knows no way to write one, and what follows it would be a line of its own.
        guard !fields.contains(where: { $0.utf8.contains(UInt8(ascii: "\n")) }) else {
            throw CommandFailure(
                .badValue,
                "A user or database with a line end in its name cannot stand in a passfile.",
                remedy: "Use another --format."
            )
        }
        return fields.map(Self.passfileEscaped).joined(separator: ":") + "\n"
    }

    /// A backslash stands before a colon and before itself.
    static func passfileEscaped(_ field: String) -> String {
        var text = ""
        for scalar in field.unicodeScalars {
            if scalar == ":" || scalar == "\\" { text += "\\" }
            text.unicodeScalars.append(scalar)
        }
        return text
    }
}
