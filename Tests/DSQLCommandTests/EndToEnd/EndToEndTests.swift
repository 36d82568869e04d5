import TestSupport
import Testing

/// The tool, a real psql, and a cluster that verifies tokens by code of its own.
@Suite(.serialized) struct EndToEndTests {
    @Test(arguments: StandIn.Library.allCases)
    func `exec logs psql in`(_ library: StandIn.Library) async throws {
        let run = try await StandIn.run(
            "echo \"SELECT 'I am ' || current_user\" | exec_psql",
            library: library
        )
        #expect(run.outcome.exitStatus == 0, "\(run.outcome.errorText)")
        #expect(run.text == "I am admin")
        let login = try #require(run.logins.last)
        #expect(login.outcome == "accepted")
        #expect(login.action == "DbConnectAdmin")
        #expect(login.tls == library.negotiation)
        #expect(login.applicationName?.hasPrefix("aurora-dsql-swift-dsql/") == true)
    }

    @Test func `another user than admin logs in with the other permission`() async throws {
        let run = try await StandIn.run(
            "echo 'SELECT current_user' | exec_psql --user reporting",
            options: ["--role", "reporting"]
        )
        #expect(run.text == "reporting", "\(run.outcome.errorText)")
        #expect(run.logins.last?.action == "DbConnect")
    }

    @Test(arguments: StandIn.Library.allCases)
    func `a hostile environment changes nothing`(_ library: StandIn.Library) async throws {
        let run = try await StandIn.run(
            """
            printf '[elsewhere]\\nhost=127.0.0.1\\nport=9\\nsslmode=disable\\nuser=nobody\\n' >"$FOLDER/services"
            printf '*:*:*:*:from-the-passfile\\n' >"$FOLDER/passfile"
            chmod 600 "$FOLDER/passfile"
            export PGSERVICE=elsewhere PGSERVICEFILE="$FOLDER/services" PGPASSFILE="$FOLDER/passfile"
            export PGSSLMODE=disable PGSSLNEGOTIATION=postgres PGPASSWORD=wrong PGREQUIREAUTH=none PGGSSENCMODE=prefer
            export PGSSLCERT="$FOLDER/none" PGSSLSNI=0 PGCHANNELBINDING=require PGTARGETSESSIONATTRS=standby
            export PGSSLMINPROTOCOLVERSION=TLSv1
            echo 'SELECT current_user' | exec_psql
            """,
            library: library
        )
        #expect(run.text == "admin", "\(run.outcome.errorText)")
        #expect(run.logins.map(\.tls) == [library.negotiation])
    }

    @Test(
        arguments: [
            "PGPASSWORD=$(\"$DSQL\" token) PGUSER=admin PGDATABASE=postgres PGSSLMODE=verify-full psql -c 'SELECT 1'",
            "psql \"$(\"$DSQL\" token --format uri)\" -c 'SELECT 1'",
            """
            umask 077
            "$DSQL" token --format pgpass >"$FOLDER/pass"
            PGPASSFILE="$FOLDER/pass" PGUSER=admin PGDATABASE=postgres PGSSLMODE=verify-full psql -c 'SELECT 1'
            """,
            "eval \"$(\"$DSQL\" env)\" && psql -c 'SELECT 1'",
        ]
    )
    func `each way of handing the token over logs in`(_ script: String) async throws {
        let run = try await StandIn.run(script)
        #expect(run.text == "1", "\(run.outcome.errorText)")
        #expect(run.logins.map(\.outcome) == ["accepted"])
    }

    @Test(
        arguments: [
            ("AWS_SECRET_ACCESS_KEY=another", "exec_psql", "access denied"),
            ("AWS_ACCESS_KEY_ID=AKIDNOBODY", "exec_psql", "access denied"),
            ("AWS_SESSION_TOKEN=none-was-given", "exec_psql", "access denied"),
            ("x=", "sh -c 'PGPASSWORD=$(\"$DSQL\" token --action DbConnect) psql -U admin'", "action mapping"),
            ("x=", "sh -c 'export PGPASSWORD=$(\"$DSQL\" token --expires-in 1); sleep 2; psql -U admin'", "expired"),
        ]
    )
    func `what the cluster refuses is refused`(_ setting: String, _ command: String, _ words: String) async throws {
        let run = try await StandIn.run(
            "export \(setting) PGSSLMODE=verify-full PGDATABASE=postgres; echo 'SELECT 1' | \(command)"
        )
        #expect(run.outcome.exitStatus == 2)
        #expect(run.outcome.errorText.contains(words), "\(run.outcome.errorText)")
        #expect(run.text.isEmpty)
        #expect(run.logins.map(\.outcome) == ["refused"])
    }

    @Test func `a server that another authority vouches for gets no password`() async throws {
        let run = try await StandIn.run(
            """
            export PGSSLROOTCERT=/etc/ssl/certs/ca-certificates.crt
            echo 'SELECT 1' | exec_psql
            """
        )
        #expect(run.outcome.exitStatus == 2)
        #expect(run.outcome.errorText.contains("certificate verify failed"))
        #expect(run.logins.isEmpty)
    }
}
