import AuroraDSQL
import TestSupport
import Testing

@Suite struct FakeDriverConformanceTests {
    @Test(arguments: DriverCheck.allCases)
    func `the fake driver keeps a driver's promises`(check: DriverCheck) async throws {
        let server = FakeServer()
        let conformance = try DriverConformance(
            driver: FakePostgresDriver(server: server),
            parameters: FakeClient.parameters(),
            tokenProvider: FakeTokenProvider()
        )
        try await conformance.run(check)
        #expect(server.openCount == 0)
        #expect(server.violations == [])
    }
}
