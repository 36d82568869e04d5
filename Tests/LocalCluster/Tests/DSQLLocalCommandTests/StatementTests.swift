import Foundation
import Testing

@Suite(.serialized)
struct StatementTests {
    @Test func `a refused statement fails like any other and aborts its transaction`() async throws {
        try await RunningCluster.with { cluster async throws in
            let script = """
                CREATE TABLE t (i int PRIMARY KEY);
                SAVEPOINT alone;
                SELECT 'still in';
                BEGIN;
                INSERT INTO t VALUES (1);
                SAVEPOINT a;
                SELECT 'unseen';
                COMMIT;
                SELECT count(*) FROM t;
                """
            let outcome = try await cluster.psql(input: script)
            #expect(outcome.output == "CREATE TABLE\nstill in\nBEGIN\nINSERT 0 1\nROLLBACK\n0\n")
            #expect(outcome.errors.contains("ERROR:  0A000: unsupported statement: Savepoint"), "\(outcome.errors)")
            #expect(outcome.errors.contains("ERROR:  25P02"))
            let setting = try await cluster.psql(["SET statement_timeout = 5"])
            #expect(
                setting.errors.contains(
                    "ERROR:  0A000: setting configuration parameter \"statement_timeout\" not supported"
                )
            )
            // Many statements in one message are one transaction.
            let many = try await cluster.psql([
                "INSERT INTO t VALUES (1); LISTEN a; INSERT INTO t VALUES (2)", "SELECT count(*) FROM t",
            ])
            #expect(many.output.split(separator: "\n").last == "0", "\(many.errors)")
            #expect(cluster.events.contains(#""event":"statement""#))
        }
    }

    @Test func `the extended protocol is refused at Parse and goes on after Sync`() async throws {
        guard let python = Self.psycopg else { return }
        try await RunningCluster.with { cluster async throws in
            let script = """
                import psycopg, sys, os
                c = psycopg.connect(autocommit=True, password=sys.stdin.readline().strip())
                for text in ["SAVEPOINT a", "LOCK TABLE t", "SET TRANSACTION READ ONLY"]:
                    try: c.execute(text, prepare=True)
                    except psycopg.errors.FeatureNotSupported as e: print(e.sqlstate, c.info.transaction_status.name)
                print(c.execute("SELECT %s::int + 1", [41]).fetchone()[0])
                """
            var environment = ProcessInfo.processInfo.environment.merging(cluster.settings) { $1 }
            environment.merge(["PGUSER": "admin", "PGDATABASE": "postgres", "PGSSLMODE": "verify-full"]) { $1 }
            environment["PGSSLNEGOTIATION"] = "direct"
            let outcome = try await Tool.run(
                python,
                ["-c", script],
                environment: environment,
                input: try await cluster.token() + "\n"
            )
            #expect(outcome.output == "0A000 IDLE\n0A000 IDLE\n0A000 IDLE\n42\n", "\(outcome.errors)")
        }
    }

    @Test(arguments: ["direct", "postgres"])
    func `a cancel request over TLS ends a statement`(negotiation: String) async throws {
        guard let python = Self.psycopg else { return }
        try await RunningCluster.with { cluster async throws in
            let script = """
                import psycopg, sys, threading
                c = psycopg.connect(autocommit=True, password=sys.stdin.readline().strip())
                def work():
                    try: c.execute("SELECT pg_sleep(3600)")
                    except psycopg.errors.QueryCanceled as e: print(e.sqlstate)
                t = threading.Thread(target=work); t.start()
                while t.is_alive():
                    c.cancel_safe(timeout=30); t.join(0.5)
                print(c.execute("SELECT 42").fetchone()[0])
                """
            var environment = ProcessInfo.processInfo.environment.merging(cluster.settings) { $1 }
            environment.merge(["PGUSER": "admin", "PGDATABASE": "postgres", "PGSSLMODE": "verify-full"]) { $1 }
            environment["PGSSLNEGOTIATION"] = negotiation
            let token = try await cluster.token()
            let outcome = try await Tool.run(python, ["-c", script], environment: environment, input: token + "\n")
            #expect(outcome.output == "57014\n42\n", "\(outcome.errors)")
            #expect(cluster.events.contains(#""event":"cancel""#))
        }
    }

    @Test func `a write conflict comes as OC000`() async throws {
        try await RunningCluster.with { cluster async throws in
            _ = try await cluster.psql(["CREATE TABLE t (i int PRIMARY KEY, n int)", "INSERT INTO t VALUES (1, 0)"])
            let other = "\\! PGPASSWORD=\"$OTHER\" \(Tool.psql) -X -q -c 'UPDATE t SET n = n + 1'\n"
            let token = try await cluster.token()
            let script = "BEGIN;\nSELECT n FROM t;\n\(other)UPDATE t SET n = n + 10;\nCOMMIT;\nSELECT n FROM t;\n"
            let outcome = try await cluster.psql(password: token, input: script, environment: ["OTHER": token])
            #expect(
                outcome.errors.contains(
                    "ERROR:  40001: change conflicts with another transaction, please retry: (OC000)"
                ),
                "\(outcome.errors)"
            )
            #expect(outcome.output == "BEGIN\n0\nROLLBACK\n1\n")
        }
    }

    /// An interpreter with psycopg: the one beside the libpq 18 folder, when there is one.
    static var psycopg: String? {
        guard let folder = ProcessInfo.processInfo.environment["DSQL_TEST_LIBPQ18"] else { return nil }
        let python = folder + "/venv/bin/python"
        return FileManager.default.isExecutableFile(atPath: python) ? python : nil
    }
}
