import AuroraDSQL
import AuroraDSQLCredentials
import AuroraDSQLLibpq
import Logging

/// Many leases from one pool, and what they leave behind.
struct Leases {
    /// What is counted before the later ones are compared with.
    private static let first = 10_000
    private static let tasks = 64

    let parameters: ConnectionParameters
    let password: AuthToken

    /// The descriptors and the resident memory in KiB after the first 10,000 and after all, and the connections that
    /// were opened.
    @concurrent func run(_ count: Int) async throws -> String {
        let client = try DSQLClient(
            parameters: parameters,
            driver: LibpqDriver(),
            tokenProvider: Given(token: password),
            logger: Logger(label: "probe")
        )
        return try await client.running { client in
            try await lease(Self.first, client)
            let early = try "\(LibpqProbe.descriptors()) \(LibpqProbe.residentMemory())"
            try await lease(max(0, count - Self.first), client)
            return try "\(early) \(LibpqProbe.descriptors()) \(LibpqProbe.residentMemory()) \(client.statistics.opened)"
        }
    }

    private func lease(_ count: Int, _ client: DSQLClient<LibpqDriver>) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<Self.tasks {
                group.addTask {
                    for _ in 0..<(count + task) / Self.tasks {
                        try await client.withConnection { _ = try await $0.query("SELECT 1") }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private struct Given: TokenProvider {
        let token: AuthToken

        func token(for request: AuthToken.Request) async throws -> AuthToken { token }
    }
}
