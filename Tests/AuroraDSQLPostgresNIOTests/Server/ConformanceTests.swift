#if PostgresNIOSupport
    import AuroraDSQLPostgresNIO
    import TestSupport
    import Testing

    @Suite struct ConformanceTests {
        @Test(arguments: DriverCheck.allCases, [PostgresNIOOptions.TLSNegotiation.direct, .sslRequest])
        func `the driver keeps what the connector relies on`(
            check: DriverCheck,
            negotiation: PostgresNIOOptions.TLSNegotiation
        ) async throws {
            let cluster = try await TestCluster.shared()
            var options = PostgresNIOOptions()
            options.tlsNegotiation = negotiation
            let conformance = DriverConformance(
                driver: PostgresNIODriver(options: options),
                parameters: try cluster.parameters(),
                tokenProvider: cluster.tokenProvider
            )
            try await conformance.run(check)
        }
    }
#endif
