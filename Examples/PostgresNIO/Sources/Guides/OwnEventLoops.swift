import AuroraDSQL
import AuroraDSQLCredentials
import AuroraDSQLPostgresNIO
import NIOCore

func makeClient(
    _ configuration: ConnectionConfiguration,
    on eventLoopGroup: any EventLoopGroup
) throws -> DSQLClient<PostgresNIODriver> {
    let client = try DSQLClient(
        configuration: configuration,
        driver: PostgresNIODriver(eventLoopGroup: eventLoopGroup),
        tokenProvider: IAMTokenProvider()
    )
    return client
}
