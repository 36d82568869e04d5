import AuroraDSQL
import AuroraDSQLCredentials
import AuroraDSQLLibpq
import Synchronization
import TestSupport
import Testing

/// The tests that set faults, one after the other, on a cluster of their own.
@Suite(.serialized) struct FaultyCluster {
    private static let start = Task {
        try await LocalCluster(["--role", "reporting", "--deny", "DbConnect"])
    }

    /// The cluster, without faults.
    static func ready() async throws -> LocalCluster {
        let cluster = try await start.value
        try cluster.control("clear")
        return cluster
    }

    /// A client of the cluster, for the length of a closure.
    static func withClient<Value>(
        tokens: (any TokenProvider)? = nil,
        pool: PoolConfiguration = PoolConfiguration(),
        onOpen: (@Sendable (LibpqConnection) async throws -> Void)? = nil,
        change: (inout ConnectionConfiguration) -> Void = { _ in },
        _ body: (DSQLClient<LibpqDriver>, LocalCluster) async throws -> Value
    ) async throws -> Value {
        let cluster = try await ready()
        let target = try TestCluster(cluster)
        var configuration = target.configuration
        change(&configuration)
        return try await withDSQLClient(
            configuration: configuration,
            driver: .libpq,
            tokenProvider: tokens ?? target.tokenProvider,
            pool: pool,
            onOpen: onOpen
        ) { client in
            try await body(client, cluster)
        }
    }
}

/// Signs with credentials that a test exchanges.
final class ExchangedTokenProvider: TokenProvider {
    private let provider: Mutex<IAMTokenProvider>

    init(_ credentials: Credentials) { provider = Mutex(Self.provider(credentials)) }

    func exchange(_ credentials: Credentials) { provider.withLock { $0 = Self.provider(credentials) } }

    func token(for request: AuthToken.Request) async throws -> AuthToken {
        try await provider.withLock { $0 }.token(for: request)
    }

    private static func provider(_ credentials: Credentials) -> IAMTokenProvider {
        IAMTokenProvider(credentialsProvider: StaticCredentialsProvider(credentials))
    }
}

/// Keeps the tokens it hands out.
final class RecordingTokenProvider: TokenProvider {
    private let base: any TokenProvider
    private let kept = Mutex([String]())

    init(_ base: any TokenProvider) { self.base = base }

    var tokens: [String] { kept.withLock { $0 } }

    func token(for request: AuthToken.Request) async throws -> AuthToken {
        let token = try await base.token(for: request)
        kept.withLock { $0.append(token.password) }
        return token
    }
}

/// Counts the tokens it is asked for, and may change what is asked.
final class CountingTokenProvider: TokenProvider {
    private let base: any TokenProvider
    private let change: @Sendable (AuthToken.Request) -> AuthToken.Request
    private let asked = Mutex(0)

    init(
        _ base: any TokenProvider,
        change: @escaping @Sendable (AuthToken.Request) -> AuthToken.Request = { $0 }
    ) {
        self.base = base
        self.change = change
    }

    var count: Int { asked.withLock { $0 } }

    func token(for request: AuthToken.Request) async throws -> AuthToken {
        asked.withLock { $0 += 1 }
        return try await base.token(for: change(request))
    }
}
