import AuroraDSQLLibpq
import TestSupport
import Testing

@Suite struct ConformanceTests {
    @Test(arguments: DriverCheck.allCases)
    func `the driver keeps what the connector relies on`(check: DriverCheck) async throws {
        let cluster = try await TestCluster.shared()
        let conformance = DriverConformance(
            driver: LibpqDriver(),
            parameters: try cluster.parameters(),
            tokenProvider: cluster.tokenProvider
        )
        try await conformance.run(check)
    }
}
