import AuroraDSQLCredentials

/// A conflict of optimistic concurrency control: DSQL undid a transaction because another one came first.
///
/// ```swift
/// if let error = driver.serverError(in: error), let conflict = OCCConflict(error) {
///     print("conflict with other \(conflict == .schema ? "schema changes" : "writes")")
/// }
/// ```
///
/// It is read off SQLSTATE 40001 alone, and which kind it is off the marker that ends the primary message. Text in other
/// errors, or in detail and hint, where a user's data may stand, counts for nothing.
///
/// Source: "Concurrency control in Aurora DSQL" in the Amazon Aurora DSQL User Guide.
public enum OCCConflict: Sendable, Hashable {
    /// OC000: another transaction changed the same data first.
    case data
    /// OC001: the schema, or a permission, changed since this session last looked. The first retry is made at once.
    case schema
    /// A conflict without a marker.
    case unspecified

    /// Reads a server's error; `nil` when it is no conflict.
    public init?(_ error: PostgresServerError) {
        // Some relays put DSQL's own code in place of the SQLSTATE; both are codes the server sent, not text.
        switch error.sqlState {
        case "40001": self = Self.marked(error.message)
        case "OC000": self = .data
        case "OC001": self = .schema
        default: return nil
        }
    }

    private static func marked(_ message: String) -> OCCConflict {
        guard let text = message.trimmedOrNil else { return .unspecified }
        if text.hasSuffix("(OC000)") { return .data }
        if text.hasSuffix("(OC001)") { return .schema }
        return .unspecified
    }
}
