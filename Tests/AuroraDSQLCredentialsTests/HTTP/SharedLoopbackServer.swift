import AuroraDSQLCredentials
import TestSupport

/// One server for all tests that do not count connections; it ends with the test process.
enum SharedLoopbackServer {
    private static let started = Result { try LoopbackServer() }

    static func get() throws -> LoopbackServer { try started.get() }
}

/// An environment without proxies, whatever the machine's is.
let noVariables = Environment([String: String]())
