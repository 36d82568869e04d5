package import AuroraDSQL
package import AuroraDSQLCredentials
package import Logging

/// What every driver must do, as checks against a live server.
///
/// ```swift
/// @Test(arguments: DriverCheck.allCases)
/// func `my driver keeps its promises`(check: DriverCheck) async throws {
///     try await DriverConformance(driver: MyDriver(), parameters: parameters, tokenProvider: tokens).run(check)
/// }
/// ```
///
/// The server may be PostgreSQL behind a stand-in for DSQL, or a fake that answers the same statements. A check that
/// fails throws a ``Failure`` with a sentence.
package struct DriverConformance<Driver: PostgresDriver>: Sendable {
    /// A promise that was not kept.
    package struct Failure: Error, CustomStringConvertible {
        /// What was seen.
        package let description: String
    }

    /// The driver.
    package let driver: Driver
    /// Where the server is.
    package let parameters: ConnectionParameters
    /// Tokens the server takes.
    package let tokenProvider: any TokenProvider
    /// Where the driver's lines go.
    package let logger: Logger

    /// Creates the checks for a driver and a server.
    package init(
        driver: Driver,
        parameters: ConnectionParameters,
        tokenProvider: any TokenProvider,
        logger: Logger = Logger(label: "conformance", factory: { _ in SwiftLogNoOpLogHandler() })
    ) {
        self.driver = driver
        self.parameters = parameters
        self.tokenProvider = tokenProvider
        self.logger = logger
    }

    /// Runs one check.
    package func run(_ check: DriverCheck) async throws {
        switch check {
        case .opensIdle: try await opensIdle()
        case .returnsTags: try await returnsTags()
        case .findsServerErrors: try await findsServerErrors()
        case .tracksTransactions: try await tracksTransactions()
        case .failsLateErrors: try await failsLateErrors()
        case .opensInParallel: try await opensInParallel()
        case .cancelsStatement: try await cancelsStatement()
        case .ignoresStatementWhenCancelled: try await ignoresStatementWhenCancelled()
        case .doesNotInterrupt: try await doesNotInterrupt()
        case .closesTwice: try await closesTwice()
        case .closesDuringCall: try await closesDuringCall()
        case .refusesWrongToken: try await refusesWrongToken()
        case .reportsUnreachable: try await reportsUnreachable()
        case .cancelsConnect: try await cancelsConnect()
        case .readsOnlyItsOwnErrors: try readsOnlyItsOwnErrors()
        }
    }

    func connect(_ changed: ConnectionParameters? = nil) async throws -> Driver.Connection {
        let parameters = changed ?? parameters
        let token = try await tokenProvider.token(for: parameters.tokenRequest)
        return try await driver.connect(parameters, password: token, logger: logger)
    }

    /// Opens a connection for the length of a closure.
    func withConnection(_ body: (Driver.Connection) async throws -> Void) async throws {
        let connection = try await connect()
        do {
            try await body(connection)
        } catch {
            await connection.close()
            throw error
        }
        await connection.close()
    }

    func require(_ condition: Bool, _ sentence: @autoclosure () -> String) throws {
        if !condition { throw Failure(description: sentence()) }
    }

    func requireEqual<Value: Equatable>(_ value: Value, _ expected: Value, _ what: String) throws {
        try require(value == expected, "\(what) is \(value), not \(expected).")
    }

    /// The status, where the driver can tell.
    func requireStatus(_ connection: Driver.Connection, _ expected: PostgresTransactionStatus) throws {
        let status = connection.transactionStatus
        try require(status == expected || status == .unknown, "The status is \(status), not \(expected).")
    }

    /// What a call throws.
    func errorOf(_ what: String, _ call: () async throws -> Void) async throws -> any Error {
        do {
            try await call()
        } catch {
            return error
        }
        throw Failure(description: "\(what) did not fail.")
    }
}
