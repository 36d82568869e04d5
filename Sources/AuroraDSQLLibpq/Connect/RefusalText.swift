package import AuroraDSQL

/// Reads the server's refusal of a login out of libpq's message, the only form in which libpq hands it out.
///
/// The message has been made with verbosity "verbose", by libpq's `pqBuildErrorMessage3`:
///
///     connection to server at "host" (addr), port 5432 failed: FATAL:  28000: primary text
///     DETAIL:  ...
///     HINT:  ...
///     LOCATION:  function, file:line
///
/// libpq would translate labels and prefix where a program has called `setlocale`, but not on a thread of ours.
package enum RefusalText {
    private static let labels: [(text: String, field: PostgresServerError.Field?)] = [
        ("DETAIL:  ", .detail), ("HINT:  ", .hint), ("CONTEXT:  ", .context), ("QUERY:  ", .internalQuery),
        ("LOCATION:  ", nil), ("SCHEMA NAME:  ", .schemaName), ("TABLE NAME:  ", .tableName),
        ("COLUMN NAME:  ", .columnName), ("DATATYPE NAME:  ", .dataTypeName),
        ("CONSTRAINT NAME:  ", .constraintName),
    ]

    /// The server's error; `nil` for a message that is libpq's own.
    package static func serverError(in message: String) -> PostgresServerError? {
        var lines = reason(in: message).split(separator: "\n", omittingEmptySubsequences: false)[...]
        guard let first = lines.popFirst(), let head = head(first) else { return nil }
        var fields: [PostgresServerError.Field: String] = [
            .severity: head.severity, .localizedSeverity: head.severity, .sqlState: head.sqlState,
        ]
        var field: PostgresServerError.Field? = .message
        var text = head.message
        for line in lines {
            if let label = labels.first(where: { line.hasPrefix($0.text) }) {
                if let field { fields[field] = text }
                field = label.field
                text = String(line.dropFirst(label.text.count))
            } else if !line.isEmpty {
                text += "\n" + line
            }
        }
        if let field { fields[field] = text }
        return PostgresServerError(fields: fields)
    }

    /// The message without what every message of a failed connection begins with, and without its last line break.
    static func reason(in message: String) -> String {
        var text = message[...]
        if text.hasPrefix("connection to server"), let prefix = text.firstRange(of: " failed: ") {
            text = text[prefix.upperBound...]
        }
        while text.last == "\n" { text.removeLast() }
        return String(text)
    }

    /// The reason without libpq's advice, which is for people who may change what this driver does not let them.
    package static func firstLine(of message: String) -> String {
        let line = reason(in: message).prefix { $0 != "\n" }
        return String(line.last == "." ? line.dropLast() : line)
    }

    private static func head(_ line: Substring) -> (severity: String, sqlState: String, message: String)? {
        guard let separator = line.firstRange(of: ":  ") else { return nil }
        let severity = line[..<separator.lowerBound]
        let rest = line[separator.upperBound...]
        let code = rest.prefix(5)
        guard
            !severity.isEmpty, !severity.contains(" "),
            code.utf8.count == 5, code.utf8.allSatisfy({ (48...57).contains($0) || (65...90).contains($0) }),
            rest.dropFirst(5).hasPrefix(": ")
        else { return nil }
        return (String(severity), String(code), String(rest.dropFirst(7)))
    }
}
