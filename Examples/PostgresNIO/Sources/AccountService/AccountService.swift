// HTTP in, Aurora DSQL out: a service that moves money between accounts.
//
//     HOST=<cluster endpoint> PORT=8080 AccountService

import AuroraDSQL
import AuroraDSQLCredentials
import AuroraDSQLPostgresNIO
import Hummingbird
import Logging
import ServiceLifecycle

@main
struct AccountService {
    static func main() async throws {
        let settings = Environment()
        let logger = Logger(label: "account-service")
        var configuration = ConnectionConfiguration(host: settings.get("PGHOST") ?? "")
        configuration.region = settings.get("AWS_REGION")
        configuration.hostAddress = settings.get("PGHOSTADDR")
        configuration.rootCertificatePath = settings.get("PGSSLROOTCERT")
        if let port = settings.get("PGPORT", as: Int.self) { configuration.port = port }

        let client = try DSQLClient(
            configuration: configuration,
            driver: PostgresNIODriver(),
            tokenProvider: IAMTokenProvider(),
            logger: logger
        )
        let accounts = Accounts(client: client, logger: logger)
        var application = Application(
            router: router(accounts),
            configuration: .init(
                address: .hostname("127.0.0.1", port: settings.get("PORT", as: Int.self) ?? 8080)
            ),
            services: [client],
            logger: logger
        )
        application.beforeServerStarts { try await accounts.prepare() }
        try await application.runService()
    }
}
