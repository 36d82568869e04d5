import AuroraDSQL
import AuroraDSQLLibpq
import Testing

@Suite struct LibpqOptionsTests {
    @Test func `the defaults are accepted`() throws { try LibpqOptions().validate() }

    private static let refused: [(name: String, change: @Sendable (inout LibpqOptions) -> Void)] = [
        ("keepalivesIdle", { $0.keepalivesIdle = .zero }),
        ("keepalivesInterval", { $0.keepalivesInterval = .seconds(-1) }),
        ("keepalivesCount", { $0.keepalivesCount = 0 }),
        ("tcpUserTimeout", { $0.tcpUserTimeout = .seconds(-1) }),
        ("rowsPerChunk", { $0.rowsPerChunk = 0 }),
        ("cancelTimeout", { $0.cancelTimeout = .zero }),
    ]

    @Test(arguments: refused.indices)
    func `a value that makes no sense is named`(index: Int) {
        var options = LibpqOptions()
        let (name, change) = Self.refused[index]
        change(&options)
        let error = #expect(throws: DSQLError.self) { try options.validate() }
        #expect(error?.code == .invalidConfiguration)
        #expect(error?.message.contains("LibpqOptions.\(name)") == true)
    }
}
