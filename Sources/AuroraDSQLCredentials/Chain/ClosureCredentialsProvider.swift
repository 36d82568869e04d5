/// A provider made of a closure.
struct ClosureCredentialsProvider: CredentialsProvider {
    private let body: @Sendable () async throws -> Credentials

    init(_ body: @escaping @Sendable () async throws -> Credentials) { self.body = body }

    func credentials() async throws -> Credentials { try await body() }
}
