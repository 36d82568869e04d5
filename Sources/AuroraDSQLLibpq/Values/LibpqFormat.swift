/// How values travel: as PostgreSQL prints them, or in its binary form.
///
/// ```swift
/// let result = try await connection.query("SELECT '1 day'::interval", results: .text)
/// ```
public enum LibpqFormat: Int32, Sendable, Hashable {
    /// As PostgreSQL prints it; every type has this form.
    case text = 0
    /// PostgreSQL's binary form: exact, and cheaper to read.
    case binary = 1
}
