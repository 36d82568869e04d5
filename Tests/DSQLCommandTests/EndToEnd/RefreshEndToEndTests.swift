import Foundation
import TestSupport
import Testing

/// Commands that connect again after their first token has expired.
@Suite(.serialized) struct RefreshEndToEndTests {
    @Test(arguments: StandIn.Library.allCases)
    func `psql connects anew after its token's life`(_ library: StandIn.Library) async throws {
        let run = try await reconnect("--refresh", library: library)
        #expect(run.text == "first\nsecond", "\(run.outcome.errorText)")
        #expect(run.logins.map(\.outcome) == ["accepted", "accepted"])
    }

    @Test func `without a refresh the same is refused`() async throws {
        let run = try await reconnect("", library: .system)
        #expect(run.text == "first")
        #expect(run.logins.map(\.outcome) == ["accepted", "refused"])
    }

    private func reconnect(_ option: String, library: StandIn.Library) async throws -> StandIn {
        try await StandIn.run(
            """
            cat >"$FOLDER/script" <<'SQL'
            SELECT 'first';
            \\! sleep 6
            \\connect -reuse-previous=off dbname=postgres
            SELECT 'second';
            SQL
            "$DSQL" exec \(option) --expires-in 5 -- env LD_LIBRARY_PATH="$PSQL_LIBRARIES" \
                psql --no-psqlrc -qtA -f "$FOLDER/script"
            """,
            library: library
        )
    }

    @Test func `a pool of psycopg opens connections after its token's life`() async throws {
        let run = try await StandIn.run(
            """
            cat >"$FOLDER/pool.py" <<'PYTHON'
            import time
            from psycopg_pool import ConnectionPool
            with ConnectionPool("", min_size=1, max_size=2, kwargs={"autocommit": True}, timeout=60) as pool:
                with pool.connection() as connection:
                    print(connection.execute("SELECT 'first'").fetchone()[0])
                time.sleep(6)
                with pool.connection(), pool.connection() as connection:
                    print(connection.execute("SELECT 'second'").fetchone()[0])
            PYTHON
            "$DSQL" exec --refresh --expires-in 5 -- "$PYTHON" "$FOLDER/pool.py"
            """
        )
        #expect(run.text == "first\nsecond", "\(run.outcome.errorText)")
        #expect(run.logins.map(\.outcome) == ["accepted", "accepted"])
    }

    /// psql keeps the password it began with, so that its own attempt fails, and one that knows nothing of it works.
    @Test func `a psql at a terminal finds back after the cluster has closed its connection`() async throws {
        let steps = [
            ["=> ", "SELECT 'fir' || 'st';\n"], ["first", "\\! sleep 6; sh $FOLDER/kill\n"],
            ["all-is-closed", "SELECT 'lo' || 'st';\n"],
            ["Failed.", "\\connect -reuse-previous=off dbname=postgres\n"],
            ["You are now connected", "SELECT 'sec' || 'ond';\n"], ["second", "\\q\n"],
        ]
        let json = String(decoding: try JSONEncoder().encode(steps), as: UTF8.self)
        let run = try await StandIn.run(
            """
            echo '"$PYTHON" "$FOLDER/control.py" kill-all && echo all-is-closed' >"$FOLDER/kill"
            "$PYTHON" "$TYPIST" "$STEPS" "$DSQL" exec --refresh --expires-in 5 -- psql --no-psqlrc -tA
            """,
            environment: ["STEPS": json, "TYPIST": TestPython.script("typist.py"), "PAGER": "cat", "TERM": "dumb"]
        )
        #expect(run.text.hasSuffix("\n0"), "\(run.text) \(run.outcome.errorText)")
        #expect(run.text.contains("second") && !run.text.contains("\nlost"), "\(run.text)")
    }

    @Test func `a user whose name a passfile has to escape logs in`() async throws {
        let run = try await StandIn.run(
            """
            "$DSQL" exec --refresh -- psql --no-psqlrc -qtA -c 'CREATE ROLE "a:b\\c" LOGIN'
            "$DSQL" exec --refresh --user 'a:b\\c' -- psql --no-psqlrc -qtA -c 'SELECT current_user'
            """
        )
        #expect(run.text == "a:b\\c", "\(run.outcome.errorText)")
    }

    @Test func `a URL that is exported logs in, with a token or with a passfile`() async throws {
        let run = try await StandIn.run(
            """
            for refresh in '' --refresh; do
                "$DSQL" exec $refresh --export DATABASE_URL -- env -u PGPASSWORD -u PGPASSFILE -u PGHOST -u PGUSER \
                    sh -c 'exec psql "$DATABASE_URL" --no-psqlrc -qtA -c "SELECT current_user"'
            done
            """
        )
        #expect(run.text == "admin\nadmin", "\(run.outcome.errorText)")
    }

    @Test func `credentials that fail for a while are told once, and waited for`() async throws {
        let run = try await StandIn.run(
            """
            cat >"$FOLDER/credentials" <<SH
            #!/bin/sh
            [ ! -e "$FOLDER/broken" ] || { echo broken >&2; exit 3; }
            echo '{"Version": 1, "AccessKeyId": "$AWS_ACCESS_KEY_ID", "SecretAccessKey": "$AWS_SECRET_ACCESS_KEY"}'
            SH
            chmod 700 "$FOLDER/credentials"
            printf '[default]\\ncredential_process = %s\\n' "$FOLDER/credentials" >"$FOLDER/config"
            cat >"$FOLDER/script" <<'SH'
            psql --no-psqlrc -qtA -c "SELECT 'first'"
            touch "$FOLDER/broken"; sleep 8
            psql --no-psqlrc -qtA -c "SELECT 'never'"
            rm "$FOLDER/broken"
            n=0; until psql --no-psqlrc -qtA -c "SELECT 'second'" 2>/dev/null || [ $n = 100 ]; do n=$((n+1)); sleep 0.2; done
            SH
            unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
            AWS_CONFIG_FILE="$FOLDER/config" "$DSQL" exec --refresh --expires-in 4 -- sh "$FOLDER/script"
            """
        )
        #expect(run.text == "first\nsecond", "\(run.outcome.errorText)")
        let words = run.outcome.errorText.split(separator: "\n").filter { $0.hasPrefix("dsql: ") }
        #expect(words.count == 3, "\(run.outcome.errorText)")
        #expect(words.first?.contains("The token could not be renewed") == true)
        #expect(words.dropFirst().first?.contains("no new connection can be opened") == true)
        #expect(words.last?.contains("The token was renewed.") == true)
    }
}
