import AuroraDSQL
import AuroraDSQLLibpq
import FoundationEssentials

/// What is measured; each is the same in every client.
enum Workload: String {
    /// One connection, one statement after the other.
    case roundTrips = "round-trips"
    /// 64 tasks that share ten connections, each of which is lent for one statement.
    case tasks
    /// Opening and closing a connection.
    case opening
    /// Ten thousand rows, read into Swift's types.
    case rows
    /// Lending and returning a connection that is there, and nothing else.
    case leases

    private static let taskCount = 64

    /// Warms up, then runs so often; answers when the measured part began, and a sum over what was read.
    func run(_ count: Int, on client: DSQLClient<LibpqDriver>) async throws -> (start: Moment, sum: Int64) {
        switch self {
        case .roundTrips:
            return try await Self.repeated(count, warmUp: 200, client, Self.number)
        case .tasks:
            _ = try await Self.share(10 * Self.taskCount, client)
            let start = Moment.now
            return (start, try await Self.share(count, client))
        case .opening:
            try await client.withSingleConnection { _ in }
            let start = Moment.now
            for _ in 0..<count { try await client.withSingleConnection { _ in } }
            return (start, Int64(count))
        case .rows:
            return try await Self.repeated(count, warmUp: 3, client, Self.rows)
        case .leases:
            for _ in 0..<200 { try await client.withConnection { _ in } }
            let start = Moment.now
            for _ in 0..<count { try await client.withConnection { _ in } }
            return (start, Int64(count))
        }
    }

    /// Does the same again and again on one connection.
    @inline(__always)
    private static func repeated(
        _ count: Int,
        warmUp: Int,
        _ client: DSQLClient<LibpqDriver>,
        _ body: (LibpqConnection) async throws -> Int64
    ) async throws -> (start: Moment, sum: Int64) {
        try await client.withConnection { connection in
            for _ in 0..<warmUp { _ = try await body(connection) }
            let start = Moment.now
            var sum: Int64 = 0
            for _ in 0..<count { sum += try await body(connection) }
            return (start, sum)
        }
    }

    private static func number(_ connection: LibpqConnection) async throws -> Int64 {
        try await connection.query("SELECT 1").decode(Int64.self, row: 0, column: 0)
    }

    @concurrent private static func share(_ count: Int, _ client: DSQLClient<LibpqDriver>) async throws -> Int64 {
        try await withThrowingTaskGroup(of: Int64.self) { group in
            for _ in 0..<taskCount {
                group.addTask {
                    var sum: Int64 = 0
                    for _ in 0..<count / taskCount {
                        sum += try await client.withConnection { try await number($0) }
                    }
                    return sum
                }
            }
            return try await group.reduce(0, +)
        }
    }

    private static func rows(_ connection: LibpqConnection) async throws -> Int64 {
        let result = try await connection.query("SELECT id, name, created, identifier FROM account")
        var sum: Int64 = 0
        // By position, as the floor does; a LibpqRow counts another reference to the result for each row.
        for row in result.indices {
            let id = try result.decode(Int64.self, row: row, column: 0)
            let name = try result.decode(String.self, row: row, column: 1)
            let created = try result.decode(Date.self, row: row, column: 2)
            let identifier = try result.decode(UUID.self, row: row, column: 3)
            sum += id + Int64(name.utf8.count) + Int64(created.timeIntervalSince1970) % 1000
            sum += Int64(identifier.uuid.15)
        }
        return sum
    }
}
