/// A DSQL authentication token: what a client sends as the PostgreSQL password.
///
/// ```swift
/// let token = try await IAMTokenProvider().token(for: AuthToken.Request(endpoint: endpoint, user: "admin"))
/// connect(password: token.password)
/// ```
///
/// Printing, interpolating or mirroring a token never shows it; ``password`` is the only way to the text.
/// A token is checked only when a connection is opened: mint one for each connection and keep none.
public struct AuthToken: Sendable, Hashable {
    /// The permission a token asks for.
    public enum Action: String, Sendable, Hashable, CaseIterable {
        /// `dsql:DbConnect`, for every user but `admin`.
        case dbConnect = "DbConnect"
        /// `dsql:DbConnectAdmin`, for the user `admin`.
        case dbConnectAdmin = "DbConnectAdmin"

        /// The action a user needs: `admin`, exactly, needs ``dbConnectAdmin``; everybody else ``dbConnect``.
        public init(user: String) {
            self = user == "admin" ? .dbConnectAdmin : .dbConnect
        }
    }

    /// The token's text: the password.
    public let password: String

    /// Wraps the text of a token that was made elsewhere.
    public init(password: String) { self.password = password }
}

extension AuthToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A constant: the token is not shown.
    public var description: String { "AuthToken(redacted)" }
    /// A constant: the token is not shown.
    public var debugDescription: String { description }
    /// A mirror without the text.
    public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
