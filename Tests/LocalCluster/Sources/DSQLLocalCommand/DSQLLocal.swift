import ArgumentParser
import Foundation
import LocalCluster

/// The tool's command line.
@main
struct DSQLLocal: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dsql-local",
        abstract: "A stand-in for an Aurora DSQL cluster on this machine, in front of a private PostgreSQL.",
        discussion: """
            It demands TLS with the cluster's name, verifies the login token's signature against the keys it was \
            given, and refuses what DSQL refuses. When it is ready it prints what a client needs as shell exports:

              eval "$(dsql-local ... )" does not return; use:  dsql-local -- COMMAND ARG...

            or read its standard output up to the line "# ready". It stops on SIGTERM, SIGINT and SIGHUP.
            """
    )

    @Option(help: "The cluster's ID: 26 of a-z and 0-9.")
    var clusterID = "localdsqlcluster2345678abc"
    @Option(help: "The cluster's host name. (default: <cluster-id>.dsql.<region>.on.aws)")
    var host: String?
    @Option(name: .customLong("extra-name"), help: "Another name to answer to and to certify.")
    var extraNames: [String] = []
    @Option(help: "The Region tokens must be signed for.")
    var region = "us-east-1"
    @Option(help: "The loopback address to listen on: 127.0.0.0/8 or ::1.")
    var listen = "127.0.0.1"
    @Option(help: "The port to listen on; 0 is a free one.")
    var port = 0
    @Option(name: .customLong("role"), help: "A role to create besides admin.")
    var roles: [String] = []
    @Option(
        name: .customLong("access-key-id"),
        help: "The access key that tokens must be signed with. (default: random)"
    )
    var accessKeyID: String?
    @Option(help: "Its secret.")
    var secretAccessKey: String?
    @Option(help: "Its session token, when the keys are temporary ones.")
    var sessionToken: String?
    @Option(help: "A file to append one JSON object to for each login, refusal, cancel request and refused statement.")
    var events: String?
    @Option(help: "The folder with initdb and postgres. (default: PATH, then the newest in /usr/lib/postgresql)")
    var pgBin: String?
    @Option(name: .customLong("stop-on-eof"), help: "An inherited descriptor whose end of file stops the cluster.")
    var stopOnEOF: Int32?
    @Option(name: .customLong("deny"), help: "An action no policy grants: DbConnect or DbConnectAdmin.")
    var denied: [String] = []
    @Option(help: "Seconds to add to the clock before a token's dates are checked.")
    var clockOffset: Int64 = 0
    @Option(help: "Seconds a client has to log in.")
    var loginLimit: Int64 = 30
    @Flag(help: "No words on standard error about each login and refusal.")
    var quiet = false
    @Argument(parsing: .postTerminator, help: "A command to run against the cluster; it ends the cluster when it ends.")
    var command: [String] = []

    func validate() throws {
        guard clusterID.utf8.count == 26,
            clusterID.utf8.allSatisfy({ (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) })
        else { throw ValidationError("--cluster-id must be 26 of a-z and 0-9, not '\(clusterID)'.") }
        guard LoopbackAddress.isLoopback(listen) else {
            throw ValidationError("--listen must be a loopback address (127.0.0.1, ::1), not '\(listen)'.")
        }
        guard (0...65_535).contains(port) else { throw ValidationError("--port must be 0 to 65535, not \(port).") }
        guard (accessKeyID == nil) == (secretAccessKey == nil) else {
            throw ValidationError("--access-key-id and --secret-access-key go together.")
        }
        guard sessionToken == nil || accessKeyID != nil else {
            throw ValidationError("--session-token needs --access-key-id and --secret-access-key.")
        }
        guard denied.allSatisfy(["DbConnect", "DbConnectAdmin"].contains) else {
            throw ValidationError("--deny must be DbConnect or DbConnectAdmin.")
        }
        guard loginLimit > 0 else { throw ValidationError("--login-limit must be 1 or more.") }
        guard !region.isEmpty, roles.allSatisfy({ !$0.isEmpty }) else {
            throw ValidationError("--region and --role must not be empty.")
        }
        if let stopOnEOF, stopOnEOF < 0 { throw ValidationError("--stop-on-eof must be a descriptor's number.") }
    }

    func run() async throws {
        do {
            let code = try await ClusterRun(options: self).run()
            throw ExitCode(code)
        } catch let error as LocalClusterError {
            FileHandle.standardError.write(Data("dsql-local: \(error)\n".utf8))
            throw ExitCode(error.code == .processFailed ? 127 : 69)
        }
    }
}
