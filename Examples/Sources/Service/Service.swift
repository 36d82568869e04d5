import AuroraDSQL
import AuroraDSQLLibpq
import Logging
import ServiceLifecycle

/// A service that needs the database; here it asks once and has the group shut down.
struct Greeter: Service {
    let client: DSQLClient<LibpqDriver>
    let end: @Sendable () async -> Void

    func run() async throws {
        let greeting = try await client.withConnection { connection in
            try await connection.query("SELECT 'hello, ' || current_user")[0].decode(String.self, at: 0)
        }
        print(greeting)
        await end()
        try await gracefulShutdown()
    }
}

@main
struct ServiceExample {
    static func main() async throws {
        let configuration = try ConnectionConfiguration(url: CommandLine.arguments.dropFirst().first ?? "")
        let client = try DSQLClient(configuration: configuration, driver: .libpq)
        try await client.validate()
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [client, Greeter(client: client, end: { end.yield() })],
                gracefulShutdownSignals: [.sigterm],
                logger: Logger(label: "service")
            )
        )
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            for await _ in ends { break }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
        print("drained: \(client.statistics.connections) connections are left")
    }
}
