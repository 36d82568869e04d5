import AuroraDSQL

final class SomeConnection: PostgresDriverConnection {
    let client: SomeClient

    init(_ client: SomeClient) { self.client = client }

    // This client does not say what ReadyForQuery said.
    var transactionStatus: PostgresTransactionStatus { .unknown }
    var isClosed: Bool { !client.isOpen }

    func execute(_ sql: String) async throws -> String? {
        try Task.checkCancellation()
        // A client that cannot cancel a statement closes, so that nothing is left on the wire.
        return try await withTaskCancellationHandler {
            try await client.run(sql)
        } onCancel: {
            client.disconnect()
        }
    }

    func executeUninterrupted(_ sql: String) async throws -> String? { try await client.run(sql) }

    func close() async { client.disconnect() }
}
