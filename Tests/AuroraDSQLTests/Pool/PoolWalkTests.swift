import AuroraDSQL
import Testing

@Suite struct PoolWalkTests {
    static func configuration(_ variant: Int) -> PoolConfiguration {
        var configuration = PoolConfiguration()
        configuration.maximumConnections = [10, 1, 3, 25][variant % 4]
        configuration.minimumConnections = [0, 1, 2, 5][variant % 4]
        configuration.maximumConnectionsBeingOpened = [4, 1, 2, 3][variant % 4]
        configuration.resetsOnReturn = variant % 2 == 1
        // Short enough for connections to grow old on the way.
        if variant >= 4 { configuration.maximumLifetime = .seconds(45) }
        return configuration
    }

    @Test(arguments: 0..<8)
    func `no order of events breaks a rule`(variant: Int) throws {
        var total = 0
        for round in 0..<20 {
            var walk = PoolWalk(configuration: Self.configuration(variant), seed: UInt64(variant * 1_000 + round))
            if let actions = walk.machine.start(now: .zero) { try walk.take(actions) }
            while walk.events < 1_500 { try walk.step() }
            try walk.end()
            total += walk.events
        }
        #expect(total >= 30_000)
    }
}
