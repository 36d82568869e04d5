/// What went wrong while credentials were looked for or a token was made.
///
/// ```swift
/// do {
///     let token = try await provider.token(for: request)
/// } catch let error as CredentialsError where error.code == .expired {
///     print(error.remedy ?? "")
/// }
/// ```
///
/// Two errors are equal when their codes are. No error carries a secret key, a session token or a token.
/// Only ``Code/unreachable`` and ``Code/timedOut`` are worth a retry unchanged.
public struct CredentialsError: Error, Sendable {
    /// The kind of failure.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String {
            case notConfigured, invalidConfiguration, invalidValue, regionRequired, incomplete, fileUnreadable
            case malformedResponse, refused, loginRequired, expired, unreachable, timedOut, processFailed
            case libraryUnavailable
        }

        private let kind: Kind

        private init(_ kind: Kind) { self.kind = kind }

        /// Nothing is set up here; a chain asks the next source.
        public static let notConfigured = Code(.notConfigured)
        /// A configuration file or variable says something that cannot be.
        public static let invalidConfiguration = Code(.invalidConfiguration)
        /// A value that was passed in cannot be accepted: a host, a region, a duration.
        public static let invalidValue = Code(.invalidValue)
        /// The region is not known and has to be given.
        public static let regionRequired = Code(.regionRequired)
        /// One part of a set is there without the others.
        public static let incomplete = Code(.incomplete)
        /// A file that is needed cannot be read.
        public static let fileUnreadable = Code(.fileUnreadable)
        /// A service, a process or a cache file answered something that cannot be understood.
        public static let malformedResponse = Code(.malformedResponse)
        /// AWS refused.
        public static let refused = Code(.refused)
        /// A person has to log in again (`aws sso login`, `aws login`).
        public static let loginRequired = Code(.loginRequired)
        /// The credentials have expired and no newer ones can be had.
        public static let expired = Code(.expired)
        /// A service could not be reached.
        public static let unreachable = Code(.unreachable)
        /// A time limit ran out.
        public static let timedOut = Code(.timedOut)
        /// A credential process could not be run or failed.
        public static let processFailed = Code(.processFailed)
        /// A C library that is loaded on demand is missing.
        public static let libraryUnavailable = Code(.libraryUnavailable)

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

    /// Creates an error.
    public init(
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

extension CredentialsError: Hashable {
    /// Two errors are equal when their codes are.
    public static func == (lhs: CredentialsError, rhs: CredentialsError) -> Bool { lhs.code == rhs.code }

    /// Hashes the code.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

extension CredentialsError: CustomStringConvertible, CustomDebugStringConvertible {
    /// The message, then the remedy.
    public var description: String {
        guard let remedy else { return message }
        return "\(message) \(remedy)"
    }

    /// The description with code, cause and location.
    public var debugDescription: String {
        var text = "CredentialsError(\(code)): \(description)"
        if let cause { text += " Cause: \(cause)." }
        return text + " [\(location)]"
    }
}
