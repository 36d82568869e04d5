import Foundation
import Testing

@Suite(.serialized)
struct LoginTests {
    @Test func `psql logs in over SSLRequest and over direct TLS`() async throws {
        let libpq18 = ProcessInfo.processInfo.environment["DSQL_TEST_LIBPQ18"]
        try await RunningCluster.with(["--role", "app user"]) { cluster async throws in
            let old = try await cluster.psql(["CREATE TABLE t (i int)", "INSERT INTO t VALUES (7)", "SELECT i FROM t"])
            #expect(old.output.hasSuffix("7\n"), "\(old.errors)")
            #expect(cluster.events.contains(#""tls":"sslrequest""#))
            #expect(try await cluster.psql(["SELECT current_user"], user: "app user").output == "app user\n")
            if let libpq18 {
                let new = try await cluster.psql(environment: [
                    "LD_LIBRARY_PATH": libpq18, "PGSSLNEGOTIATION": "direct",
                ])
                #expect(new.output == "in\n", "\(new.errors)")
                #expect(cluster.events.contains(#""alpn":"postgresql""#))
                #expect(cluster.events.contains(#""tls":"direct""#))
            }
            #expect(try await cluster.psql(["SHOW transaction_isolation"]).output == "repeatable read\n")
            for secret in ["AWS_SECRET_ACCESS_KEY"] {
                #expect(!cluster.events.contains(cluster.settings[secret] ?? "-"))
            }
            #expect(!cluster.events.contains("X-Amz"))
        }
    }

    @Test func `each wrong token is refused in the service's words`() async throws {
        try await RunningCluster.with(["--role", "app"]) { cluster async throws in
            func refused(_ password: String, user: String = "admin", _ hint: String) async throws {
                let outcome = try await cluster.psql(user: user, password: password)
                #expect(outcome.status == 2)
                #expect(
                    outcome.errors.contains("FATAL:  unable to accept connection, access denied"),
                    "\(outcome.errors)"
                )
                #expect(outcome.errors.contains(hint), "\(outcome.errors)")
                let detail = outcome.errors.split(separator: "\n").first { $0.hasPrefix("DETAIL:  Session Id: ") }
                #expect(detail?.count == "DETAIL:  Session Id: ".count + 26)
            }
            try await refused("secret", "not an authentication token")
            try await refused(cluster.token(expires: 60, offset: -120), "HINT:  Signature expired: ")
            try await refused(cluster.token(offset: 400), "Signature not yet current")
            try await refused(cluster.token(expires: 604_801), "X-Amz-Expires must be less than a week")
            try await refused(
                cluster.token("DbConnect"),
                "Wrong user to action mapping. user: admin, action: DbConnect"
            )
            try await refused(
                cluster.token(),
                user: "app",
                "Wrong user to action mapping. user: app, action: DbConnectAdmin"
            )
            try await refused(cluster.token(host: "other.dsql.us-east-1.on.aws"), "signed for another host")
            try await refused(cluster.token(region: "eu-west-1"), "us-east-1 is expected")
            try await refused(cluster.token(keys: ["AWS_ACCESS_KEY_ID": "AKIDOTHER"]), "security token included")
            try await refused(cluster.token(keys: ["AWS_SECRET_ACCESS_KEY": "other"]), "signature does not match")
            try await refused(cluster.token(keys: ["AWS_SESSION_TOKEN": "x"]), "security token included")
            let token = try await cluster.token()
            try await refused(token + "&X-Amz-Other=1", "does not belong")
        }
    }

    @Test func `denied actions, unknown roles and other databases are refused`() async throws {
        try await RunningCluster.with(["--deny", "DbConnect"]) { cluster async throws in
            let denied = try await cluster.psql(user: "app")
            #expect(denied.errors.contains("is not authorized to perform: dsql:DbConnect on resource"))
            let database = try await cluster.psql(environment: ["PGDATABASE": "other"])
            #expect(database.errors.contains("FATAL:  database \"other\" does not exist"))
            let options = try await cluster.psql(environment: ["PGOPTIONS": "-c statement_timeout=5"])
            #expect(options.errors.contains("\"statement_timeout\" not supported"))
        }
        try await RunningCluster.with { cluster async throws in
            #expect(try await cluster.psql(user: "nobody").errors.contains("role \"nobody\" does not exist"))
            #expect(try await cluster.psql(user: "dsql_local_owner").errors.contains("does not exist"))
        }
    }

    @Test func `TLS with the cluster's name is mandatory`() async throws {
        try await RunningCluster.with { cluster async throws in
            let plain = try await cluster.psql(password: "x", environment: ["PGSSLMODE": "disable"])
            #expect(plain.errors.contains("FATAL:  SSL is mandatory"))
            let nameless = try await cluster.psql(
                password: "x",
                environment: ["PGSSLMODE": "require", "PGSSLSNI": "0", "PGSSLROOTCERT": "/none"]
            )
            #expect(nameless.errors.contains("unable to accept connection, sni was not received"), "\(nameless.errors)")
            let other = try await cluster.psql(
                password: "x",
                environment: ["PGSSLMODE": "require", "PGHOST": "other.example", "PGSSLROOTCERT": "/none"]
            )
            #expect(other.errors.contains("cluster other.example was not found"), "\(other.errors)")
            #expect(
                try await cluster.psql(password: "x", environment: ["PGHOST": "other.example"]).errors.contains(
                    "does not match host name"
                )
            )
        }
    }

    @Test func `temporary keys need their session token`() async throws {
        let keys = ["--access-key-id", "ASIDEXAMPLE", "--secret-access-key", "a'b", "--session-token", "IQoJ//+=="]
        try await RunningCluster.with(keys) { cluster async throws in
            let all = ["AWS_SECRET_ACCESS_KEY": "a'b", "AWS_SESSION_TOKEN": "IQoJ//+=="]
            let token = try await cluster.token(keys: all)
            #expect(try await cluster.psql(password: token).output == "in\n")
            let without = try await cluster.token(keys: ["AWS_SECRET_ACCESS_KEY": "a'b", "AWS_SESSION_TOKEN": ""])
            #expect(try await cluster.psql(password: without).status == 2)
        }
    }
}
