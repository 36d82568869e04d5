import AuroraDSQL
import AuroraDSQLLibpq
import Dispatch
import TestSupport
import Testing

/// Several addresses of one host, and one time limit over all of them.
@Suite struct AddressTests {
    /// Connects to a host that has these addresses.
    private static func connect(
        to addresses: [String],
        within limit: Duration = .seconds(60),
        log: LogCapture = LogCapture()
    ) async throws -> LibpqConnection {
        var cluster = try await TestCluster.shared()
        cluster.address = nil
        return try await LibpqDriver(resolve: { _ in addresses }).connect(
            cluster.parameters(connectTimeout: limit),
            password: cluster.token(),
            logger: log.logger
        )
    }

    @Test func `an address that refuses is followed by the next one`() async throws {
        let log = LogCapture()
        let connection = try await Self.connect(to: ["127.0.0.77", "127.0.0.1"], log: log)
        #expect(try await connection.execute("SELECT 1") == "SELECT 1")
        #expect(log.lines.contains { $0.contains("An address cannot be reached") && $0.contains("127.0.0.77") })
        await connection.close()
    }

    @Test func `an address that does not answer leaves time for the next one`() async throws {
        let silent = try UnansweringAddress("127.0.0.78", port: try await TestCluster.shared().port)
        let connection = try await Self.connect(to: [silent.address, "127.0.0.1"], within: .seconds(12))
        #expect(try await connection.execute("SELECT 1") == "SELECT 1")
        await connection.close()
    }

    @Test func `the limit holds over all addresses together`() async throws {
        let port = try await TestCluster.shared().port
        let silent = try ["127.0.0.79", "127.0.0.80", "127.0.0.81"].map { try UnansweringAddress($0, port: port) }
        let clock = ContinuousClock()
        let start = clock.now
        let error = await #expect(throws: DSQLError.self) {
            try await Self.connect(to: silent.map(\.address), within: .seconds(3))
        }
        #expect(error?.code == .connectTimedOut)
        #expect(error?.message.contains("127.0.0.79") == true)
        #expect(clock.now - start >= .seconds(3))
        // Each of three alone would have had the whole of it.
        #expect(clock.now - start < .seconds(60))
    }

    @Test func `when every address refuses, each is named`() async throws {
        let error = await #expect(throws: DSQLError.self) {
            try await Self.connect(to: ["127.0.0.82", "127.0.0.83"])
        }
        #expect(error?.code == .unreachable)
        #expect(error?.message.contains("127.0.0.82") == true)
        #expect(error?.message.contains("127.0.0.83") == true)
    }

    @Test func `a look-up that hangs holds nobody`() async throws {
        let end = DispatchSemaphore(value: 0)
        var cluster = try await TestCluster.shared()
        cluster.address = nil
        let driver = LibpqDriver(resolve: { _ in
            end.wait()
            return []
        })
        let token = try await cluster.token()
        let (short, long) = try (
            cluster.parameters(connectTimeout: .milliseconds(200)), cluster.parameters(connectTimeout: .seconds(600))
        )
        let logger = LogCapture().logger
        let error = await #expect(throws: DSQLError.self) {
            try await driver.connect(short, password: token, logger: logger)
        }
        #expect(error?.code == .connectTimedOut)
        let task = Task { try await driver.connect(long, password: token, logger: logger) }
        try await Task.sleep(for: .milliseconds(20))
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        for _ in 0..<2 { end.signal() }
    }
}
