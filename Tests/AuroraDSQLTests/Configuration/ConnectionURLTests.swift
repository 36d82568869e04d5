import AuroraDSQL
import Testing

@Suite struct ConnectionURLTests {
    static let host = "abcdefghijklmnopqrstuvwxyz.dsql.us-east-1.on.aws"

    @Test(arguments: ["postgres", "postgresql", "POSTGRES", "PostgreSQL"])
    func `both schemes are taken in any case`(scheme: String) throws {
        let configuration = try ConnectionConfiguration(url: "\(scheme)://\(Self.host)")
        #expect(configuration == ConnectionConfiguration(host: Self.host))
    }

    @Test func `what is not said has its default`() throws {
        let configuration = try ConnectionConfiguration(url: "postgres://\(Self.host)")
        #expect(configuration.user == "admin")
        #expect(configuration.database == "postgres")
        #expect(configuration.port == 5432)
        #expect(configuration.tokenDuration == .seconds(900))
        #expect(configuration.occMaxRetries == nil)
        #expect(configuration.region == nil)
    }

    @Test func `every part and parameter is read`() throws {
        let url =
            "postgresql://reporting@\(Self.host):5433/db?application_name=app&connect_timeout=7&hostaddr=127.0.0.1"
            + "&occMaxRetries=3&ormPrefix=orm&profile=dev&region=us-east-1&sslmode=verify-full&sslnegotiation=direct"
            + "&sslrootcert=%2Fetc%2Fca.pem&tokenDurationSecs=60"
        let expected = ConnectionConfiguration(
            host: Self.host,
            hostAddress: "127.0.0.1",
            port: 5433,
            user: "reporting",
            database: "db",
            region: "us-east-1",
            profile: "dev",
            tokenDuration: .seconds(60),
            ormPrefix: "orm",
            occMaxRetries: 3,
            rootCertificatePath: "/etc/ca.pem",
            applicationName: "app",
            connectTimeout: .seconds(7)
        )
        #expect(try ConnectionConfiguration(url: url) == expected)
    }

    @Test(
        arguments: [
            ("postgres://h", nil), ("postgres://h/", nil), ("postgres://h/?region=us-east-1", nil),
            ("postgres://h?region=us-east-1", nil), ("postgres://h/a%20b", "a b"), ("postgres://h/a+b", "a+b"),
            ("postgres://h/%C3%BC%2F", "\u{FC}/"), ("postgres://h/\u{FC}", "\u{FC}"),
        ] as [(String, String?)]
    )
    func `the database is what is behind the slash, percent-decoded`(url: String, database: String?) throws {
        #expect(try ConnectionURL(url).database == database)
    }

    @Test(arguments: [("my%20user", "my user"), ("a+b", "a+b"), ("a%40b%3Ac", "a@b:c"), ("Admin", "Admin")])
    func `the user is percent-decoded, once`(written: String, user: String) throws {
        #expect(try ConnectionURL("postgres://\(written)@h").user == user)
        #expect(try ConnectionURL("postgres://%2541@h").user == "%41")
    }

    @Test(arguments: [("a+b", "a+b"), ("a%2Bb", "a+b"), ("a%26b%3Dc", "a&b=c"), ("a=b", "a=b"), ("%C3%BC", "\u{FC}")])
    func `a value is percent-decoded and a plus sign is one`(written: String, value: String) throws {
        let url = try ConnectionURL("postgres://h/?application_name=\(written)&profile=\(written)")
        #expect(url.applicationName == value)
        #expect(url.profile == value)
    }

    @Test func `a URL may leave everything open but a configuration needs a host`() throws {
        let url = try ConnectionURL("postgres://")
        #expect(url.host == nil && url.port == nil && url.user == nil && url.database == nil && url.region == nil)
        let rest = try ConnectionURL("postgresql://me@:5433/db?region=us-east-1")
        #expect(rest.host == nil && rest.user == "me" && rest.port == 5433 && rest.region == "us-east-1")
        #expect { try ConnectionConfiguration(url: "postgres:///postgres") } throws: {
            "\($0)".contains("names no host")
        }
    }

    @Test func `a URL is told from a host by its scheme`() {
        #expect(ConnectionURL.isConnectionURL("PostgreS://x"))
        #expect(ConnectionURL.isConnectionURL("postgresql://"))
        #expect(!ConnectionURL.isConnectionURL(Self.host))
        #expect(!ConnectionURL.isConnectionURL("postgres:/x"))
    }

    @Test func `a name is decoded before it is looked at`() throws {
        #expect(try ConnectionURL("postgres://h/?reg%69on=us-east-1").region == "us-east-1")
        #expect(throws: DSQLError(.invalidConfiguration, "")) {
            try ConnectionURL("postgres://h/?region=us-east-1&reg%69on=us-east-1")
        }
    }
}
