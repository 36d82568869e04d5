/// A source of authentication tokens: the one door through which a driver takes its password.
///
/// ```swift
/// struct BrokerTokenProvider: TokenProvider {
///     func token(for request: AuthToken.Request) async throws -> AuthToken {
///         AuthToken(password: try await broker.password(host: request.endpoint.host, user: request.user))
///     }
/// }
/// ```
///
/// It is asked once for every physical connection, possibly many times at once, and must return a token that is still
/// valid when it is used. It should return promptly when its task is cancelled.
public protocol TokenProvider: Sendable {
    /// Makes a token.
    func token(for request: AuthToken.Request) async throws -> AuthToken
}
