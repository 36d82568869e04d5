import Testing

import LocalCluster

struct ScreeningTests {
    @Test(arguments: [
        "SAVEPOINT a", "savepoint a;", "  \n\tSaVePoInT a", "-- note\nSAVEPOINT a",
        "/* a /* nested */ b */ SAVEPOINT a",
        "RELEASE a", "RELEASE SAVEPOINT a", "ROLLBACK TO a", "ROLLBACK TRANSACTION TO SAVEPOINT a", "ABORT WORK TO a",
        "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE", "SET TRANSACTION READ ONLY", "set local transaction read only",
        "BEGIN ISOLATION LEVEL REPEATABLE READ", "BEGIN TRANSACTION ISOLATION LEVEL SERIALIZABLE",
        "START TRANSACTION ISOLATION LEVEL READ COMMITTED", "BEGIN READ ONLY, DEFERRABLE",
        "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY", "SET default_transaction_isolation = 'serializable'",
        "SET transaction_isolation TO 'serializable'", "SET statement_timeout = 5", "set statement_timeout to 5",
        "SET LOCAL lock_timeout = 1", "SET SESSION idle_in_transaction_session_timeout = 1",
        "SET client_min_messages TO warning", "SET \"statement_timeout\" = 5", "SET SESSION AUTHORIZATION bob",
        "SET my.setting = 1", "DISCARD ALL", "DISCARD TEMP", "LISTEN a", "NOTIFY a", "UNLISTEN *", "TRUNCATE t",
        "TRUNCATE TABLE t", "LOCK TABLE t", "CREATE TEMP TABLE t (i int)", "CREATE TEMPORARY VIEW v AS SELECT 1",
        "create local temp table t (i int)", "CREATE OR REPLACE TEMP VIEW v AS SELECT 1",
        "SELECT 1 INTO TEMP t", "SELECT 1 AS a INTO LOCAL TEMPORARY TABLE t",
        "WITH a AS (SELECT 1) SELECT * INTO TEMP t FROM a",
    ])
    func `what the service does not support is refused`(text: String) {
        #expect(ScreenedQuery(Array(text.utf8)).refusals.count == 1)
    }

    @Test(arguments: [
        "", ";", " ; ; ", "SELECT 1", "BEGIN", "BEGIN READ ONLY", "START TRANSACTION READ WRITE", "COMMIT", "END WORK",
        "ROLLBACK", "ROLLBACK WORK", "SET application_name = 'a'", "SET search_path TO a, b",
        "SET LOCAL search_path = a",
        "SET TimeZone TO 'UTC'", "SET TIME ZONE 'UTC'", "SET SESSION TIME ZONE 'UTC'", "SET NAMES 'utf8'",
        "SET DateStyle = 'ISO'", "SET ROLE bob", "SET LOCAL ROLE bob", "SET enable_seqscan = off",
        "SET CONSTRAINTS ALL DEFERRED", "RESET ALL", "SHOW statement_timeout", "SELECT 'SAVEPOINT a; LISTEN b'",
        "SELECT $$; SAVEPOINT a; $$", "SELECT $x$ $$; LISTEN a; $x$", "SELECT E'\\'; SAVEPOINT a; '",
        "SELECT \"a;SAVEPOINT b\"", "-- SAVEPOINT a", "/* ; SAVEPOINT a */ SELECT 1", "SELECT 1 -- ; LISTEN a",
        "CREATE TABLE temp (i int)", "INSERT INTO temp VALUES (1)", "CREATE TABLE t (\"temp\" int)",
        "CREATE INDEX ASYNC ON t (i)", "SELECT 'open", "SELECT $1", "SELECT a$b$c FROM t",
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 1 END; END",
    ])
    func `everything else goes through as it is`(text: String) {
        #expect(ScreenedQuery(Array(text.utf8)).rewritten == nil)
    }

    @Test func `in a text of many statements only the refused one is replaced`() {
        let text = "BEGIN; INSERT INTO t VALUES (';'); SAVEPOINT a; COMMIT"
        let screened = ScreenedQuery(Array(text.utf8))
        #expect(screened.kinds == [.begin, .other, .refused(.statement("Savepoint")), .commit])
        #expect(
            screened.rewritten.map { String(decoding: $0, as: UTF8.self) }
                == "BEGIN; INSERT INTO t VALUES (';');SELECT \"dsql-local u:Savepoint\"(); COMMIT"
        )
    }

    @Test(arguments: [
        Refusal.statement("Savepoint"), .setting("statement_timeout"), .isolationLevel, .temporaryObject,
        .conflict(.data), .conflict(.schema),
    ])
    func `a refusal is found again in PostgreSQL's error`(refusal: Refusal) throws {
        let name = refusal.statement.dropFirst("SELECT \"".count).dropLast("\"()".count)
        #expect(Refusal(sqlState: "42883", message: "function \(name)() does not exist") == refusal)
        #expect(Refusal(sqlState: "42P01", message: "function \(name)() does not exist") == nil)
    }

    @Test func `a name of any length and content makes one identifier`() {
        let statement = Refusal.setting(String(repeating: "x\"(", count: 100)).statement
        #expect(statement.filter { $0 == "\"" }.count == 2)
        #expect(statement.utf8.count <= "SELECT \"\"()".utf8.count + 63)
    }

    @Test func `a text of random bytes is cut without a trap`() {
        var generator = SplitMix64(state: 20_250_827)
        let alphabet = Array("'\"$;-/*()Ee \n\\abt_0".utf8) + [0xff, 0xc3]
        for _ in 0..<2_000 {
            let text = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
            }
            let statements = SQLScanner.statements(text)
            #expect(statements.allSatisfy { $0.range.upperBound <= text.count })
        }
    }
}
