/// What went wrong in the driver itself; what the server refuses is thrown as `PostgresServerError`.
///
/// ```swift
/// do {
///     try await connection.query("SELECT 1")
/// } catch let error as LibpqError where error.code == .connectionLost {
///     print("The statement may or may not have run.")
/// }
/// ```
///
/// Two errors are equal when their codes are. No error carries a password, and none the values of a statement.
public struct LibpqError: Error, Sendable {
    /// The kind of failure.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String {
            case connectionLost, connectionClosed, connectionBusy, invalidStatement, invalidParameter
            case copyNotSupported, columnNotFound, decodingFailed, libraryFailure
        }

        private let kind: Kind

        private init(_ kind: Kind) { self.kind = kind }

        /// The connection ended before the answer had arrived in full: what the statement did is unknown.
        public static let connectionLost = Code(.connectionLost)
        /// The connection had ended before the call: nothing was sent.
        public static let connectionClosed = Code(.connectionClosed)
        /// Another call on the same connection has not finished: nothing was sent.
        public static let connectionBusy = Code(.connectionBusy)
        /// A statement that cannot be sent, such as one prepared on another connection.
        public static let invalidStatement = Code(.invalidStatement)
        /// A parameter PostgreSQL cannot hold: nothing was sent.
        public static let invalidParameter = Code(.invalidParameter)
        /// The statement was a COPY from or to the client; it was refused and the connection can be used.
        public static let copyNotSupported = Code(.copyNotSupported)
        /// A result has no such column.
        public static let columnNotFound = Code(.columnNotFound)
        /// A value cannot be read as the type that was asked for.
        public static let decodingFailed = Code(.decodingFailed)
        /// libpq failed: memory ran out, or the server's answer made no sense.
        public static let libraryFailure = Code(.libraryFailure)

        /// The code's name.
        public var description: String { kind.rawValue }
    }

    /// The kind of failure.
    public let code: Code
    /// One finished sentence that names what was wrong.
    public let message: String
    /// What to do about it.
    public let remedy: String?
    /// The error underneath.
    public let cause: (any Error)?
    /// Where the error was made: file and line.
    public let location: String

    init(
        _ code: Code,
        _ message: String,
        remedy: String? = nil,
        cause: (any Error)? = nil,
        fileID: String = #fileID,
        line: Int = #line
    ) {
        self.code = code
        self.message = message
        self.remedy = remedy
        self.cause = cause
        self.location = "\(fileID):\(line)"
    }
}

extension LibpqError: Hashable {
    /// Two errors are equal when their codes are.
    public static func == (lhs: LibpqError, rhs: LibpqError) -> Bool { lhs.code == rhs.code }

    /// Hashes the code.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

extension LibpqError: CustomStringConvertible, CustomDebugStringConvertible {
    /// The message, then the remedy.
    public var description: String {
        guard let remedy else { return message }
        return "\(message) \(remedy)"
    }

    /// The description with code, cause and location.
    public var debugDescription: String {
        var text = "LibpqError(\(code)): \(description)"
        if let cause { text += " Cause: \(cause)." }
        return text + " [\(location)]"
    }
}
