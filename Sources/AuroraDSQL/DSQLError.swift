/// What went wrong between a program and its cluster.
///
/// ```swift
/// do {
///     let configuration = try ConnectionConfiguration(url: text)
/// } catch let error as DSQLError where error.code == .invalidConfiguration {
///     print(error.description)
/// }
/// ```
///
/// Two errors are equal when their codes are. No error carries a token or another secret.
public struct DSQLError: Error, Sendable {
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
    /// The server's identifier of a refused session, which AWS support asks for.
    public package(set) var sessionID: String?
    /// The attempts that were made, where a conflict or a lost COMMIT ended the last of several.
    public package(set) var retries: OCCRetryPolicy.History?

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

extension DSQLError: Hashable {
    /// Two errors are equal when their codes are.
    public static func == (lhs: DSQLError, rhs: DSQLError) -> Bool { lhs.code == rhs.code }

    /// Hashes the code.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

extension DSQLError: CustomStringConvertible, CustomDebugStringConvertible {
    /// The message, then the remedy.
    public var description: String {
        guard let remedy else { return message }
        return "\(message) \(remedy)"
    }

    /// The description with code, cause and location.
    public var debugDescription: String {
        var text = "DSQLError(\(code)): \(description)"
        if let cause { text += " Cause: \(cause)." }
        return text + " [\(location)]"
    }
}
