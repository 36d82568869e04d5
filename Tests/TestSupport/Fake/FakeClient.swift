package import AuroraDSQL
package import AuroraDSQLCredentials
package import Logging
import Synchronization

/// A provider of numbered tokens, which counts and can be slow or fail.
package final class FakeTokenProvider: TokenProvider {
    private struct State {
        var requests: [AuthToken.Request] = []
        var gate: Gate?
        var failures: [any Error] = []
        var isEmpty = false
    }

    private let state = Mutex(State())

    /// Creates a provider that always succeeds.
    package init() {}

    /// What it was asked for.
    package var requests: [AuthToken.Request] { state.withLock { $0.requests } }

    /// Makes the next calls fail.
    package func failNext(_ errors: any Error...) { state.withLock { $0.failures += errors } }

    /// Makes all tokens empty.
    package func returnEmpty() { state.withLock { $0.isEmpty = true } }

    /// Makes calls wait at a gate; `nil` lifts it.
    package func wait(at gate: Gate?) { state.withLock { $0.gate = gate } }

    package func token(for request: AuthToken.Request) async throws -> AuthToken {
        let (number, gate, failure) = state.withLock { state in
            state.requests.append(request)
            let failure = state.failures.isEmpty ? nil : state.failures.removeFirst()
            return (state.requests.count, state.gate, failure)
        }
        try await gate?.wait()
        if let failure { throw failure }
        return AuthToken(password: state.withLock { $0.isEmpty } ? "" : "token-\(number)")
    }
}

/// A client on a ``FakeServer`` with everything a test may look at.
package struct FakeClient: Sendable {
    /// The server.
    package let server: FakeServer
    /// The clock, which jumps over backoff and stands still otherwise.
    package let clock: ManualClock
    /// The tokens.
    package let tokens = FakeTokenProvider()
    /// The client.
    package let client: DSQLClient<FakePostgresDriver>

    /// Creates a client.
    package init(
        pool: PoolConfiguration = PoolConfiguration(),
        retryPolicy: OCCRetryPolicy? = nil,
        clock: ManualClock = ManualClock(jumpingUpTo: .seconds(4)),
        user: String = "admin",
        tellsStatus: Bool = true,
        onOpen: (@Sendable (FakeConnection) async throws -> Void)? = nil,
        logger: Logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
    ) throws {
        self.clock = clock
        server = FakeServer(tellsStatus: tellsStatus)
        client = try DSQLClient(
            parameters: Self.parameters(user: user),
            driver: FakePostgresDriver(server: server),
            tokenProvider: tokens,
            pool: pool,
            retryPolicy: retryPolicy,
            onOpen: onOpen,
            logger: logger,
            clock: clock.connectorClock
        )
    }

    /// Parameters for the fake server.
    package static func parameters(user: String = "admin", port: Int = FakeServer.port) throws -> ConnectionParameters {
        let endpoint = try ClusterEndpoint("localhost", region: "us-east-1")
        return ConnectionParameters(
            endpoint: endpoint,
            hostAddress: nil,
            port: port,
            user: user,
            database: "postgres",
            applicationName: "aurora-dsql-swift-fake/0",
            rootCertificatePath: "/nowhere",
            connectTimeout: .seconds(15),
            tokenRequest: AuthToken.Request(endpoint: endpoint, user: user)
        )
    }

    /// Runs the client for the length of a closure; afterwards no connection may be open.
    @discardableResult
    package func run<Result>(
        _ body: (DSQLClient<FakePostgresDriver>) async throws -> Result
    ) async throws -> Result {
        try await client.running(body)
    }

    /// Moves the clock on until something becomes true, as long as it takes up to a minute.
    ///
    /// How far the clock gets before others have run once is up to the machine: what has to happen first is waited for
    /// first.
    package func advance(until condition: () -> Bool, by step: Duration = .seconds(1)) async -> Bool {
        for round in 0..<60_000 {
            if condition() { return true }
            clock.advance(by: step)
            if round < 1_000 {
                for _ in 0..<5 { await Task.yield() }
            } else {
                try? await Task.sleep(for: .milliseconds(1))
            }
        }
        return condition()
    }
}
