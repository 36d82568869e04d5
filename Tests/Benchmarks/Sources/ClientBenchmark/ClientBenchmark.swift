import AuroraDSQL
import AuroraDSQLCredentials
import AuroraDSQLLibpq
import Dispatch
import Foundation

/// The client under test, as a worker of the benchmark.
///
///     client-benchmark HOST ADDRESS PORT USER DATABASE ROOT-CERTIFICATE [--task-executor]
///
/// With `--task-executor` the tasks run on the driver's thread, else where Swift runs them. The protocol is that of ClientFloor/main.c, and so are the workloads.
@main struct ClientBenchmark {
    // Synchronous, so that nothing runs on the main actor, where every resumption would cost a thread switch that no
    // server program pays; and since valgrind does not survive how an asynchronous main gives up its thread.
    static func main() {
        let arguments = CommandLine.arguments
        guard arguments.count == 7 || arguments.count == 8 && arguments[7] == "--task-executor",
            let password = readLine()
        else { return complain(Misused()) }
        let isDone = DispatchSemaphore(value: 0)
        Task { @concurrent in
            do {
                let executor = arguments.count == 8 ? try LibpqDriver.taskExecutor() : nil
                try await withTaskExecutorPreference(executor) { try await serve(arguments, password) }
            } catch {
                complain(error)
            }
            isDone.signal()
        }
        isDone.wait()
    }

    private static func complain(_ error: any Error) {
        FileHandle.standardError.write(Data("client-benchmark: \(error)\n".utf8))
    }

    struct Misused: Error {}

    @concurrent private static func serve(_ arguments: [String], _ password: String) async throws {
        var configuration = ConnectionConfiguration(
            host: arguments[1],
            hostAddress: arguments[2],
            port: Int(arguments[3]) ?? 0,
            user: arguments[4],
            database: arguments[5],
            region: "us-east-1",
            rootCertificatePath: arguments[6]
        )
        configuration.connectTimeout = .seconds(60)
        try await withDSQLClient(
            configuration: configuration,
            driver: LibpqDriver(),
            tokenProvider: FixedPassword(password: AuthToken(password: password))
        ) { client in
            while let line = readLine() {
                let words = line.split(separator: " ")
                guard words.count == 2, let workload = Workload(rawValue: String(words[0])), let count = Int(words[1])
                else { throw Misused() }
                let (start, sum) = try await workload.run(count, on: client)
                let end = Moment.now
                print(end.cpu - start.cpu, end.wall - start.wall, sum)
                flush()
            }
        }
    }
}

/// PostgreSQL's own password, where a cluster would want a token.
struct FixedPassword: TokenProvider {
    let password: AuthToken

    func token(for request: AuthToken.Request) async throws -> AuthToken { password }
}
