import AuroraDSQL
import Testing

@Suite struct PoolConfigurationTests {
    @Test func `the defaults are those of the design`() throws {
        let configuration = PoolConfiguration()
        try configuration.check()
        #expect(configuration.maximumConnections == 10)
        #expect(configuration.minimumConnections == 0)
        #expect(configuration.maximumLifetime == .seconds(3_300))
        #expect(configuration.idleTimeout == .seconds(600))
        #expect(configuration.acquireTimeout == .seconds(30))
        #expect(configuration.drainTimeout == .seconds(30))
    }

    static let changes: [(@Sendable (inout PoolConfiguration) -> Void, String)] = [
        ({ $0.maximumConnections = 0 }, "maximumConnections is 0. Give at least 1."),
        (
            { $0.minimumConnections = 11 },
            "minimumConnections is 11. Give 0 to maximumConnections, which is 10."
        ),
        ({ $0.minimumConnections = -1 }, "minimumConnections is -1. Give 0 to maximumConnections, which is 10."),
        ({ $0.maximumConnectionsBeingOpened = 0 }, "maximumConnectionsBeingOpened is 0. Give at least 1."),
        ({ $0.lifetimeJitter = 1.1 }, "lifetimeJitter is 1.1. Give 0 to 1."),
        ({ $0.lifetimeJitter = .nan }, "lifetimeJitter is nan. Give 0 to 1."),
        ({ $0.acquireTimeout = .zero }, "acquireTimeout is 0.0 seconds. Give more than zero."),
        ({ $0.drainTimeout = .seconds(-1) }, "drainTimeout is -1.0 seconds. Give zero or more."),
    ]

    @Test(arguments: changes.indices)
    func `what cannot be is refused`(index: Int) {
        var configuration = PoolConfiguration()
        Self.changes[index].0(&configuration)
        let error = #expect(throws: DSQLError.self) { try configuration.check() }
        #expect(error?.code == .invalidConfiguration)
        #expect(error?.description == Self.changes[index].1)
    }
}
