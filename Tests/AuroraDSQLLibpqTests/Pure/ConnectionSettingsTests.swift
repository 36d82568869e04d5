import AuroraDSQL
import AuroraDSQLCredentials
import AuroraDSQLLibpq
import Testing

@Suite struct ConnectionSettingsTests {
    private static func settings(
        known: [Libpq.Setting] = Libpq.defaults(),
        version: Int = 150_000,
        user: String = "admin"
    ) throws -> ConnectionSettings {
        try settings(SettingsPlan(known: known, version: version), user: user)
    }

    private static func settings(
        _ plan: SettingsPlan,
        user: String = "admin",
        password: String = "token",
        root: String = "/etc/roots.pem"
    ) throws -> ConnectionSettings {
        let endpoint = try ClusterEndpoint("db.example.test", region: "us-east-1")
        let parameters = ConnectionParameters(
            endpoint: endpoint,
            hostAddress: nil,
            port: 5432,
            user: user,
            database: "postgres",
            applicationName: "test",
            rootCertificatePath: root,
            connectTimeout: .seconds(15),
            tokenRequest: AuthToken.Request(endpoint: endpoint, user: user)
        )
        return ConnectionSettings(
            plan,
            parameters,
            password: AuthToken(password: password),
            address: "10.0.0.1",
            options: LibpqOptions()
        )
    }

    @Test(arguments: [
        ("sslmode", "verify-full"), ("hostaddr", "10.0.0.1"), ("host", "db.example.test"), ("sslsni", "1"),
        ("ssl_min_protocol_version", "TLSv1.2"), ("gssencmode", "disable"), ("options", ""), ("requirepeer", ""),
        ("sslcert", "/dev/null/absent"), ("sslkey", "/dev/null/absent"), ("sslcrl", "/dev/null/absent"),
        ("passfile", "/dev/null/absent"), ("client_encoding", "UTF8"), ("target_session_attrs", "any"),
        ("sslrootcert", "/etc/roots.pem"), ("tcp_user_timeout", "60000"),
    ])
    func `a setting is given outright`(keyword: String, value: String) throws {
        #expect(try Self.settings().conninfo.contains("\(keyword)='\(value)'"))
    }

    @Test func `every keyword that libpq would take from the environment is given`() throws {
        // What every libpq since 15 takes from a variable or from a file in the home folder.
        let hostile = [
            "channel_binding", "client_encoding", "connect_timeout", "gssencmode", "gsslib", "krbsrvname", "options",
            "passfile", "password", "requirepeer", "ssl_max_protocol_version", "sslcrldir", "sslcompression",
            "target_session_attrs", "replication", "application_name",
        ]
        let settings = try Self.settings(known: hostile.map { Libpq.Setting(keyword: $0, value: "evil") })
        #expect(!settings.conninfo.contains("evil"))
        for keyword in hostile { #expect(settings.conninfo.contains("\(keyword)='")) }
    }

    @Test func `a keyword of a later libpq gets its built-in value when the environment sets it`() throws {
        let settings = try Self.settings(known: [
            Libpq.Setting(keyword: "quantum", builtIn: "on", value: "evil"),
            Libpq.Setting(keyword: "tunnel", value: "evil"),
            Libpq.Setting(keyword: "untouched", builtIn: "a", value: "a"),
        ])
        #expect(settings.conninfo == "quantum='on' tunnel=''")
    }

    @Test(arguments: [("PGQUANTUM", true), ("PGSERVICE", true), ("PGHOST", false), ("PGSSLMODE", false)])
    func `only a variable that is not overruled anyway has libpq asked again`(variable: String, isAsked: Bool) {
        let known = [
            Libpq.Setting(keyword: "quantum", variable: "PGQUANTUM", builtIn: "on", value: "on"),
            Libpq.Setting(keyword: "service", variable: "PGSERVICE"),
            Libpq.Setting(keyword: "host", variable: "PGHOST"),
            Libpq.Setting(keyword: "sslmode", variable: "PGSSLMODE"),
        ]
        let plan = SettingsPlan(known: known, version: 150_000)
        #expect(plan.depends { $0 == variable } == isAsked)
        #expect(!plan.depends { _ in false })
    }

    @Test func `only what libpq knows is given, and direct TLS only from 17 on`() throws {
        let known = [Libpq.Setting(keyword: "sslnegotiation", builtIn: "postgres", value: "postgres")]
        #expect(try Self.settings(known: known, version: 170_000).conninfo == "sslnegotiation='direct'")
        #expect(try Self.settings(known: [], version: 170_000).conninfo == "")
    }

    @Test func `quotes and backslashes cannot leave their value`() throws {
        let known = [Libpq.Setting(keyword: "user")]
        let settings = try Self.settings(known: known, user: #"a' host='evil\"#)
        #expect(settings.conninfo == #"user='a\' host=\'evil\\'"#)
    }

    @Test func `a quote with a combining mark behind it cannot leave its value either`() throws {
        let known = [Libpq.Setting(keyword: "user", value: nil)]
        let settings = try Self.settings(known: known, user: "a'\u{301} host='evil")
        #expect(settings.conninfo == "user='a\\'\u{301} host=\\'evil'")
    }

    @Test func `a file called system is not the system's store`() throws {
        let known = [Libpq.Setting(keyword: "sslrootcert")]
        let plan = SettingsPlan(known: known, version: 150_000)
        #expect(try Self.settings(plan, root: "system").conninfo == "sslrootcert='./system'")
    }

    @Test func `what is a connection's own is not taken from the one before`() throws {
        let known = ["user", "password", "sslrootcert"].map { Libpq.Setting(keyword: $0) }
        let plan = SettingsPlan(known: known, version: 150_000)
        for value in ["one", "two"] {
            let settings = try Self.settings(plan, user: value, password: value, root: value)
            #expect(settings.conninfo == "user='\(value)' password='\(value)' sslrootcert='\(value)'")
        }
    }

    @Test func `a zero byte is found`() throws {
        #expect(try Self.settings(user: "a\u{0}b").keywordWithZeroByte == "user")
        #expect(try Self.settings().keywordWithZeroByte == nil)
    }

    @Test func `a setting that came from elsewhere is found`() throws {
        let settings = try Self.settings(known: [Libpq.Setting(keyword: "port")])
        let port = Libpq.Setting(keyword: "port", builtIn: "5432", value: "5432")
        let service = Libpq.Setting(keyword: "service", value: "anything")
        let untouched = Libpq.Setting(keyword: "later", builtIn: "x", value: "x")
        #expect(settings.stray(in: [port, service, untouched]) == nil)
        #expect(settings.stray(in: [Libpq.Setting(keyword: "port", value: "1")]) == "port")
        #expect(settings.stray(in: [Libpq.Setting(keyword: "later", builtIn: "x", value: "y")]) == "later")
    }
}
