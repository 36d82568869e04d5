import AuroraDSQLLibpq
import TestSupport
import Testing

@Suite struct BankTests {
    @Test func `money is neither made nor lost, whatever fails`() async throws {
        #expect(try await Bank.run(LibpqDriver()) == [])
    }
}
