#if PostgresNIOSupport
    import AuroraDSQLPostgresNIO
    import TestSupport
    import Testing

    @Suite struct BankTests {
        @Test func `money is neither made nor lost, whatever fails`() async throws {
            let violations = try await Bank.run(PostgresNIODriver())
            #expect(violations == [])
        }
    }
#endif
