/// An error the cluster raises where PostgreSQL would not.
///
/// It travels through PostgreSQL: the statement is replaced by the call of a function that cannot exist, whose
/// name says what to report. So it is PostgreSQL that fails the statement, aborts the transaction and skips to the
/// next Sync, in the simple protocol and in the extended one, and only the words of its error are exchanged.
package enum Refusal: Sendable, Equatable {
    case statement(String)
    case setting(String)
    case isolationLevel
    case temporaryObject
    case conflict(Conflict)

    /// Identifiers end at 63 bytes.
    private static let longestName = 63
    private static let prefix = "dsql-local "

    /// The statement that stands in for the refused one.
    package var statement: String { "SELECT \"\(name)\"()" }

    private var name: String {
        let code =
            switch self {
            case .statement(let name): "u:\(name)"
            case .setting(let name): "p:\(name)"
            case .isolationLevel: "i"
            case .temporaryObject: "t"
            case .conflict(let conflict): conflict.rawValue
            }
        let safe = code.unicodeScalars.filter { $0.isASCII && $0.value >= 0x20 && $0 != "\"" && $0 != "(" }
        return String((Self.prefix + String(String.UnicodeScalarView(safe))).prefix(Self.longestName))
    }

    /// The refusal behind PostgreSQL's report of an unknown function, or nil for an error of its own.
    package init?(sqlState: String, message: String) {
        let opening = "function " + Self.prefix
        guard sqlState == "42883", message.hasPrefix(opening), let end = message.firstIndex(of: "(") else { return nil }
        let code = message[..<end].dropFirst(opening.count)
        if code.hasPrefix("u:") {
            self = .statement(String(code.dropFirst(2)))
        } else if code.hasPrefix("p:") {
            self = .setting(String(code.dropFirst(2)))
        } else if code == "i" {
            self = .isolationLevel
        } else if code == "t" {
            self = .temporaryObject
        } else if let conflict = Conflict(rawValue: String(code)) {
            self = .conflict(conflict)
        } else {
            return nil
        }
    }

    package var error: ServerError {
        switch self {
        case .statement(let name): ServerError(.error, "0A000", "unsupported statement: \(name)")
        case .setting(let name):
            ServerError(.error, "0A000", "setting configuration parameter \"\(name)\" not supported")
        case .isolationLevel: ServerError(.error, "0A000", "setting transaction isolation level not supported")
        case .temporaryObject: ServerError(.error, "0A000", "temporary objects not supported")
        case .conflict(let conflict): conflict.error
        }
    }
}

/// The two kinds of optimistic concurrency conflict.
package enum Conflict: String, Sendable, Codable {
    case data = "OC000"
    case schema = "OC001"

    /// Only the SQLSTATE and the marker at the end are stable on the real service.
    var error: ServerError {
        switch self {
        case .data:
            ServerError(.error, "40001", "change conflicts with another transaction, please retry: (OC000)")
        case .schema:
            ServerError(.error, "40001", "schema has been updated by another transaction, please retry: (OC001)")
        }
    }
}
