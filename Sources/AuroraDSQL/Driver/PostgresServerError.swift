/// An error the PostgreSQL server sent, field by field.
///
/// ```swift
/// if let error = driver.serverError(in: error), error.sqlState == "23505" {
///     print(error.constraintName ?? "", error.message)
/// }
/// ```
///
/// ``description`` is severity, SQLSTATE and message. Detail and hint, which may repeat the user's data, are only in
/// ``debugDescription`` and in their properties. Notices have the same form.
///
/// Source: "Error and Notice Message Fields" in the PostgreSQL documentation.
public struct PostgresServerError: Error, Sendable, Hashable {
    /// What the server sent, by field.
    public let fields: [Field: String]

    /// Creates an error from its fields.
    public init(fields: [Field: String]) { self.fields = fields }

    /// Creates an error from the fields that matter most.
    public init(
        severity: String = "ERROR",
        sqlState: String,
        message: String,
        detail: String? = nil,
        hint: String? = nil
    ) {
        var fields: [Field: String] = [.severity: severity, .sqlState: sqlState, .message: message]
        fields[.detail] = detail
        fields[.hint] = hint
        self.fields = fields
    }

    /// `ERROR`, `FATAL` or `PANIC` (a notice has others), never translated where the server is version 9.6 or later.
    public var severity: String { fields[.severity] ?? fields[.localizedSeverity] ?? "ERROR" }
    /// The five characters of the SQLSTATE; empty where the driver cannot tell.
    public var sqlState: String { fields[.sqlState] ?? "" }
    /// The primary message.
    public var message: String { fields[.message] ?? "" }
    /// More about the problem.
    public var detail: String? { fields[.detail] }
    /// What to do about it.
    public var hint: String? { fields[.hint] }
    /// The constraint that was violated.
    public var constraintName: String? { fields[.constraintName] }
    /// The table concerned.
    public var tableName: String? { fields[.tableName] }
    /// The column concerned.
    public var columnName: String? { fields[.columnName] }
    /// Where in the statement the error is: a count of characters from 1.
    public var position: Int? { fields[.position].flatMap { Int($0) } }

    /// Whether the server ends the session with this error.
    public var isFatal: Bool { severity == "FATAL" || severity == "PANIC" }
}

extension PostgresServerError: CustomStringConvertible, CustomDebugStringConvertible {
    /// Severity, SQLSTATE and message.
    public var description: String {
        sqlState.isEmpty ? "\(severity): \(message)" : "\(severity) \(sqlState): \(message)"
    }

    /// The description with every other field the server sent.
    public var debugDescription: String {
        let told: Set<Field> = [.severity, .localizedSeverity, .sqlState, .message]
        let rest = fields.filter { !told.contains($0.key) }.sorted { $0.key.rawValue < $1.key.rawValue }
        return rest.reduce(description) { "\($0) \($1.key): \($1.value)." }
    }
}
