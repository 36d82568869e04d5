import Foundation
import Testing
import TestSupport

@Suite struct ExecEnvironmentTests {
    @Test func `the command gets everything libpq needs to verify the server and log in`() async throws {
        let all = try await Tool.childEnvironment(["-U", "reporting", "-d", "sales", "-p", "6000"])
        let expected = [
            "PGHOST": Tool.host, "PGPORT": "6000", "PGUSER": "reporting", "PGDATABASE": "sales",
            "PGSSLMODE": "verify-full", "PGSSLNEGOTIATION": "direct", "PGSSLMINPROTOCOLVERSION": "TLSv1.2",
            "PGSSLCERTMODE": "disable", "PGGSSENCMODE": "disable", "PGREQUIREAUTH": "password",
        ]
        for (name, value) in expected { #expect(all[name] == value, "\(name)") }
        #expect(all["PGPASSWORD"]?.hasPrefix("\(Tool.host)/?Action=DbConnect&") == true)
        #expect(all["PGAPPNAME"]?.hasPrefix("aurora-dsql-swift-dsql/") == true)
        #expect(FileManager.default.isReadableFile(atPath: try #require(all["PGSSLROOTCERT"])))
        let names = all.keys.filter { $0.hasPrefix("PG") }.sorted()
        #expect(names == (expected.keys + ["PGAPPNAME", "PGPASSWORD", "PGSSLROOTCERT"]).sorted())
    }

    @Test func `what would send the command elsewhere is gone, the rest stays`() async throws {
        let removed = [
            "PGSERVICE", "PGSERVICEFILE", "PGPASSFILE", "PGSSLCERT", "PGSSLKEY", "PGSSLCRL", "PGSSLCRLDIR", "PGSSLSNI",
            "PGCHANNELBINDING", "PGTARGETSESSIONATTRS",
        ]
        let kept = ["PGOPTIONS": "-c search_path=a", "PGHOSTADDR": "127.0.0.1", "PGTZ": "UTC", "OTHER": "a b\nc"]
        let all = try await Tool.childEnvironment(
            adding: Dictionary(removed.map { ($0, "value") }, uniquingKeysWith: { $1 }).merging(kept) { $1 }
        )
        for name in removed { #expect(all[name] == nil, "\(name)") }
        for (name, value) in kept { #expect(all[name] == value, "\(name)") }
    }

    @Test(arguments: ["disable", "allow", "prefer", "require", "verify-ca", ""])
    func `nothing in the environment weakens TLS`(_ mode: String) async throws {
        let all = try await Tool.childEnvironment(adding: [
            "PGSSLMODE": mode, "PGSSLNEGOTIATION": "postgres", "PGREQUIREAUTH": "none", "PGGSSENCMODE": "require",
            "PGSSLCERTMODE": "require", "PGREQUIRESSL": "0",
        ])
        #expect(all["PGSSLMODE"] == "verify-full")
        #expect(all["PGSSLNEGOTIATION"] == "direct")
        #expect(all["PGREQUIREAUTH"] == "password")
        #expect(all["PGGSSENCMODE"] == "disable")
        #expect(all["PGSSLCERTMODE"] == "disable")
    }

    @Test(arguments: [
        ("TLSv1", "TLSv1.2"), ("TLSv1.1", "TLSv1.2"), ("TLSv1.2", "TLSv1.2"), ("TLSv1.3", "TLSv1.3"),
        ("tlsv1.3", "TLSv1.3"), ("", "TLSv1.2"), ("nonsense", "TLSv1.2"),
    ])
    func `a higher TLS version is kept, a lower one is not`(_ given: String, _ expected: String) async throws {
        let all = try await Tool.childEnvironment(adding: ["PGSSLMINPROTOCOLVERSION": given])
        #expect(all["PGSSLMINPROTOCOLVERSION"] == expected)
    }

    @Test func `a file of certificates that somebody chose is kept`() async throws {
        try await withTemporaryFolder { folder in
            let own = try folder.write("pem", to: "own root.pem")
            let other = try folder.write("pem", to: "other.pem")
            #expect(try await Tool.childEnvironment(adding: ["PGSSLROOTCERT": own])["PGSSLROOTCERT"] == own)
            let both = ["PGSSLROOTCERT": own, "SSL_CERT_FILE": other]
            #expect(try await Tool.childEnvironment(adding: both)["PGSSLROOTCERT"] == own)
            #expect(try await Tool.childEnvironment(adding: ["SSL_CERT_FILE": other])["PGSSLROOTCERT"] == other)
            let url = RawText("postgres://\(Tool.host)?sslrootcert=\(other)")
            #expect(try await Tool.childEnvironment([url], adding: both)["PGSSLROOTCERT"] == other)
        }
    }

    @Test(arguments: ["", "system"])
    func `a word for the system's certificates is replaced by their file`(_ value: String) async throws {
        // libpq before version 16 takes the word for a file name.
        let path = try await Tool.childEnvironment(adding: ["PGSSLROOTCERT": value])["PGSSLROOTCERT"]
        #expect(try #require(path).hasPrefix("/"))
    }

    @Test(arguments: ["/nonexistent/root.pem", "/", "/etc/ssl/certs"])
    func `a file of certificates that cannot be read is refused`(_ path: String) async throws {
        for command in [["exec", "--host", Tool.host, "--", "true"], ["env", "--host", Tool.host]] {
            let outcome = try await Tool.run(command.map { RawText($0) }, adding: ["PGSSLROOTCERT": path])
            expectRefusal(outcome, 65, saying: path)
        }
    }

    @Test func `a URL brings its parameters along`() async throws {
        let url = RawText(
            "postgres://re%20port@\(Tool.host):6543/my%20db?hostaddr=127.0.0.1&connect_timeout=7&ormPrefix=orm"
                + "&tokenDurationSecs=60&sslmode=verify-full&sslnegotiation=direct"
        )
        let outcome = try await Tool.run(["exec", url, "--", "env", "-0"])
        #expect(outcome.exitStatus == 0, "\(outcome.errorText)")
        let all = Tool.variables(outcome.output)
        #expect(all["PGUSER"] == "re port")
        #expect(all["PGDATABASE"] == "my db")
        #expect(all["PGPORT"] == "6543")
        #expect(all["PGHOSTADDR"] == "127.0.0.1")
        #expect(all["PGCONNECT_TIMEOUT"] == "7")
        #expect(all["PGAPPNAME"]?.hasPrefix("orm:aurora-dsql-swift-dsql/") == true)
        #expect(all["PGPASSWORD"]?.contains("X-Amz-Expires=60&") == true)
    }

    @Test func `an address given outright goes before the one in the environment`() async throws {
        let all = try await Tool.childEnvironment(["--hostaddr", "::1"], adding: ["PGHOSTADDR": "127.0.0.1"])
        #expect(all["PGHOSTADDR"] == "::1")
    }

    @Test func `hostile values of other variables arrive as they are`() async throws {
        let odd: [(String, [UInt8])] = [
            ("NEWLINES", Array("a\nb='\"$(id)".utf8)), ("LONG", [UInt8](repeating: 0x78, count: 100_000)),
            ("BROKEN", [0xFF, 0xC3, 0x28]), ("PGOPTIONS", [0xFE]),
        ]
        let raw = odd.map { RawText(bytes: Array("\($0.0)=".utf8) + $0.1) } + [RawText(bytes: [0xFF, 0x3D, 0xFE])]
        let outcome = try await Tool.run(["exec", "--host", RawText(Tool.host), "--", "env", "-0"], raw: raw)
        #expect(outcome.exitStatus == 0, "\(outcome.errorText)")
        let entries = outcome.output.split(separator: 0).map(Array.init)
        for entry in raw { #expect(entries.contains(entry.bytes)) }
    }

    @Test func `psql reads the connection it is meant to`() async throws {
        // psql fails to connect, on loopback, and its message says where it went.
        let options: [RawText] = ["exec", "-h", RawText(Tool.host), "--hostaddr", "127.0.0.1", "-p", "1", "--"]
        let outcome = try await Tool.run(
            options + ["psql", "-c", "SELECT 1"],
            adding: ["PGSERVICE": "elsewhere", "PGSSLMODE": "disable"]
        )
        #expect(outcome.exitStatus == 2)
        #expect(outcome.errorText.contains("127.0.0.1"), "\(outcome.errorText)")
        #expect(outcome.errorText.contains("port 1 "), "\(outcome.errorText)")
    }
}
