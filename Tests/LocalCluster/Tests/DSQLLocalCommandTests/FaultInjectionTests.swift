import Foundation
import Testing

@Suite(.serialized)
struct FaultInjectionTests {
    static let transfer = "BEGIN;\nINSERT INTO t VALUES (1);\nCOMMIT;\nSELECT count(*) FROM t;\nDELETE FROM t;\n"

    @Test func `faults at COMMIT are what they say`() async throws {
        try await RunningCluster.with { cluster async throws in
            _ = try await cluster.psql(["CREATE TABLE t (i int)"])
            let token = try await cluster.token()
            func transfer() async throws -> Outcome { try await cluster.psql(password: token, input: Self.transfer) }
            func count() async throws -> String {
                try await cluster.psql(["SELECT count(*) FROM t", "DELETE FROM t"], password: token).output
            }

            #expect(try await cluster.control("conflict-at-commit OC001").contains(#""ok":true"#))
            let conflict = try await transfer()
            #expect(conflict.errors.contains("ERROR:  40001: schema has been updated by another transaction"))
            #expect(conflict.output == "BEGIN\nINSERT 0 1\n0\nDELETE 0\n", "\(conflict.errors)")
            #expect(try await transfer().output == "BEGIN\nINSERT 0 1\nCOMMIT\n1\nDELETE 1\n")

            _ = try await cluster.control("cut-before-commit")
            #expect(try await transfer().status == 2)
            #expect(try await count() == "0\nDELETE 0\n")

            _ = try await cluster.control("cut-after-commit")
            let cut = try await transfer()
            #expect(cut.status == 2 && !cut.output.contains("COMMIT"))
            #expect(try await count() == "1\nDELETE 1\n")

            _ = try await cluster.control("conflict-at-statement")
            let statement = try await cluster.psql(["INSERT INTO t VALUES (1)"], password: token)
            #expect(statement.errors.contains("(OC000)"))
            #expect(try await count() == "0\nDELETE 0\n")
            #expect(try await cluster.control("status").contains(#""cut-after-commit":1"#))
        }
    }

    @Test func `faults at login and before it are what they say`() async throws {
        try await RunningCluster.with { cluster async throws in
            let token = try await cluster.token()
            let cases = [
                ("too-many-connections", "Unable to accept connection, too many open connections."),
                ("rate-exceeded", "Unable to accept connection, rate exceeded."),
                ("waking-up", "unable to accept connection, waking up cluster, please retry later"),
                ("signature-expired", "Signature expired: "),
                ("refuse-tls", "server does not support SSL"),
                ("wrong-name-certificate", "does not match host name"),
                ("expired-certificate", "certificate verify failed"),
                ("untrusted-certificate", "certificate verify failed"),
            ]
            for (fault, text) in cases {
                _ = try await cluster.control(fault)
                let outcome = try await cluster.psql(password: token)
                #expect(outcome.errors.contains(text), "\(fault): \(outcome.errors)")
                #expect(try await cluster.psql(password: token).output == "in\n", "after \(fault)")
            }
            _ = try await cluster.control("silent")
            let silent = try await cluster.psql(password: token, environment: ["PGCONNECT_TIMEOUT": "2"])
            #expect(silent.errors.contains("timeout expired"), "\(silent.errors)")
            #expect(try await cluster.control("restart-listener").contains("true"))
            _ = try await cluster.control("slow-login seconds=1")
            #expect(try await cluster.psql(password: token).output == "in\n")
            #expect(try await cluster.control("rotate-keys id=NEW secret=KEY").contains("NEW"))
            #expect(try await cluster.psql(password: token).errors.contains("security token included"))
            let new = try await cluster.token(keys: ["AWS_ACCESS_KEY_ID": "NEW", "AWS_SECRET_ACCESS_KEY": "KEY"])
            #expect(try await cluster.psql(password: new).output == "in\n")
        }
    }

    @Test func `sessions can be killed, limited and made to hang`() async throws {
        try await RunningCluster.with { cluster async throws in
            let token = try await cluster.token()
            _ = try await cluster.control("hang seconds=1")
            let hung = try await cluster.psql(["SELECT 'late'"], password: token)
            #expect(hung.output == "late\n", "\(hung.errors)")

            async let victim = cluster.psql(["SELECT pg_sleep(120)"], password: token)
            while !(try await cluster.control("status").contains(#""sessions":1"#)) {}
            #expect(try await cluster.control("kill-all").contains(#""killed":1"#))
            #expect(try await victim.status == 2)

            _ = try await cluster.control("connection-life seconds=1")
            #expect(try await cluster.psql(["SELECT pg_sleep(120)"], password: token).status == 2)
        }
    }
}
