import Foundation
import Testing

@Suite(.serialized)
struct LifecycleTests {
    @Test func `the end of the inherited pipe stops everything`() async throws {
        let cluster = try await RunningCluster.with { $0 }
        #expect(try await Self.eventually { cluster.isGone })
    }

    @Test func `a kill leaves no process and no folder`() async throws {
        let cluster = try await RunningCluster.with { cluster async throws in
            kill(cluster.processID, SIGKILL)
            return cluster
        }
        #expect(try await Self.eventually { cluster.isGone })
    }

    @Test func `a command runs with the settings and ends the cluster`() async throws {
        let script = #"[ -f "$PGSSLROOTCERT" ] && [ -S "$DSQL_LOCAL_CONTROL" ] && echo "$PGHOST"; exit 7"#
        let outcome = try await Tool.run(
            Tool.dsqlLocal,
            ["--quiet", "--", "sh", "-c", script],
            environment: [
                "PATH": "/usr/bin:/bin",
                "LD_LIBRARY_PATH": ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] ?? "",
            ]
        )
        #expect(outcome.status == 7)
        #expect(outcome.output == "localdsqlcluster2345678abc.dsql.us-east-1.on.aws\n")
    }

    @Test(arguments: [
        (["--pg-bin", "/nonexistent"], Int32(69), "There is no PostgreSQL server in /nonexistent"),
        (["--listen", "0.0.0.0"], 64, "must be a loopback address"),
        (["--cluster-id", "short"], 64, "must be 26 of a-z and 0-9"),
        (["--access-key-id", "a"], 64, "go together"),
        (["--events", "/nonexistent/file"], 69, "cannot be written"),
    ])
    func `what cannot work is told in a sentence`(arguments: [String], status: Int32, text: String) async throws {
        let outcome = try await Tool.run(Tool.dsqlLocal, arguments, environment: ProcessInfo.processInfo.environment)
        #expect(outcome.status == status)
        #expect(outcome.errors.contains(text), "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
    }

    /// Asks until it is so, for up to a minute: what is watched for is somebody else's work.
    private static func eventually(_ condition: () -> Bool) async throws -> Bool {
        for _ in 0..<600 {
            if condition() { return true }
            try await Task.sleep(for: .milliseconds(100))
        }
        return false
    }
}
