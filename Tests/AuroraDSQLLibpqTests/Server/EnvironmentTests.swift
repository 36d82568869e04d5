import AuroraDSQLCredentials
import Foundation
import TestSupport
import Testing

/// What the environment cannot do to a connection, seen from a process of its own.
@Suite struct EnvironmentTests {
    /// Every variable libpq reads about a connection, each set to something that would break it.
    private static let hostile = [
        "PGHOST": "evil.example", "PGHOSTADDR": "127.0.0.9", "PGPORT": "1", "PGUSER": "evil", "PGDATABASE": "evil",
        "PGPASSWORD": "evil", "PGPASSFILE": "/etc/passwd", "PGSSLMODE": "disable", "PGREQUIRESSL": "0",
        "PGSSLNEGOTIATION": "postgres", "PGSSLCOMPRESSION": "1", "PGSSLCERT": "/etc/passwd",
        "PGSSLKEY": "/etc/passwd", "PGSSLCERTMODE": "require", "PGSSLROOTCERT": "/dev/null",
        "PGSSLCRL": "/etc/passwd", "PGSSLCRLDIR": "/etc", "PGSSLSNI": "0", "PGREQUIREPEER": "evil",
        "PGSSLMINPROTOCOLVERSION": "TLSv1", "PGSSLMAXPROTOCOLVERSION": "TLSv1.1", "PGGSSENCMODE": "require",
        "PGGSSDELEGATION": "1", "PGGSSLIB": "evil", "PGKRBSRVNAME": "evil", "PGREQUIREAUTH": "none",
        "PGCHANNELBINDING": "require", "PGTARGETSESSIONATTRS": "standby", "PGLOADBALANCEHOSTS": "random",
        "PGMINPROTOCOLVERSION": "3.2", "PGMAXPROTOCOLVERSION": "3.2", "PGOPTIONS": "-csearch_path=evil",
        "PGAPPNAME": "evil", "PGCLIENTENCODING": "LATIN1", "PGCONNECT_TIMEOUT": "1",
    ]

    private static let expected = #"admin postgres libpq-probe UTF8 "$user", public"#

    /// Runs the probe in an environment, with what libpq needs to be found.
    static func probe(
        _ arguments: [String],
        environment: [String: String] = [:],
        _ change: (inout TestCluster) -> Void = { _ in }
    ) async throws -> ProcessOutcome {
        var cluster = try await TestCluster.shared()
        change(&cluster)
        var environment = environment
        environment["LD_LIBRARY_PATH"] = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"]
        // What the thread sanitizer's run preloads.
        environment["LD_PRELOAD"] = ProcessInfo.processInfo.environment["LD_PRELOAD"]
        let target = [
            cluster.host, cluster.address ?? "", "\(cluster.port)", cluster.user, cluster.rootCertificatePath,
        ]
        return try await Command(
            BuiltProducts.path(of: "libpq-probe"),
            (target + arguments).map { RawText($0) },
            environment: environment,
            input: Array("\(try await cluster.token().password)\n".utf8),
            timeout: .seconds(600)
        ).run()
    }

    @Test func `no variable changes where, how or as whom a connection is made`() async throws {
        let outcome = try await Self.probe(["who"], environment: Self.hostile)
        #expect(outcome.outputText == Self.expected + "\n")
    }

    @Test(arguments: Array(hostile.keys))
    func `a variable alone changes nothing`(name: String) async throws {
        let outcome = try await Self.probe(["who"], environment: [name: try #require(Self.hostile[name])])
        #expect(outcome.outputText == Self.expected + "\n")
    }

    @Test func `a service file changes nothing`() async throws {
        try await withTemporaryFolder { folder in
            let path = try folder.write(
                """
                [evil]
                host=evil.example
                hostaddr=127.0.0.9
                port=1
                user=evil
                dbname=evil
                password=evil
                sslmode=disable
                sslrootcert=/dev/null
                sslcrl=/etc/passwd
                options=-csearch_path=evil
                replication=true
                application_name=evil
                requirepeer=evil
                ssl_max_protocol_version=TLSv1.1

                """,
                to: ".pg_service.conf"
            )
            let byFile = try await Self.probe(["who"], environment: ["PGSERVICE": "evil", "PGSERVICEFILE": path])
            #expect(byFile.outputText == Self.expected + "\n")
            let byHome = try await Self.probe(["who"], environment: ["PGSERVICE": "evil", "HOME": folder.path])
            #expect(byHome.outputText == Self.expected + "\n")
        }
    }

    @Test func `the system's service file changes nothing`() async throws {
        try await withTemporaryFolder { folder in
            let service = "[evil]\nhost=evil.example\nport=1\nuser=evil\nsslmode=disable\n"
            try folder.write(service, to: "pg_service.conf")
            let variables = ["PGSERVICE": "evil", "PGSYSCONFDIR": folder.path]
            let outcome = try await Self.probe(["who"], environment: variables)
            #expect(outcome.outputText == Self.expected + "\n")
        }
    }

    @Test func `nothing outside makes a driver trust another authority`() async throws {
        try await withTemporaryFolder { folder in
            let good = try await TestCluster.shared().rootCertificatePath
            try folder.write(String(contentsOfFile: good, encoding: .utf8), to: ".postgresql/root.crt")
            let other = try folder.write(ConnectTests.otherAuthority, to: "other.pem")
            let hostile = [
                "PGSSLMODE": "require", "PGSSLROOTCERT": good, "HOME": folder.path, "PGREQUIRESSL": "1",
                "PGSSLNEGOTIATION": "postgres",
            ]
            let outcome = try await Self.probe(["who"], environment: hostile) { $0.rootCertificatePath = other }
            #expect(outcome.exitStatus == 1)
            #expect(outcome.outputText.contains("certificate verify failed"), "\(outcome.outputText)")
        }
    }

    @Test func `a client from a URL logs in with the keys it finds, whatever PG variables say`() async throws {
        let cluster = try await LocalCluster.shared()
        var environment = Self.hostile
        for name in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"] {
            environment[name] = cluster.settings[name]
        }
        environment["LD_LIBRARY_PATH"] = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"]
        let target = try TestCluster(cluster)
        let url =
            "postgres://admin@\(target.host):\(target.port)/postgres?hostaddr=\(target.address ?? "")"
            + "&sslrootcert=\(target.rootCertificatePath)&ormPrefix=probe"
        let outcome = try await Command(
            BuiltProducts.path(of: "libpq-probe"),
            ["client", RawText(url)],
            environment: environment
        ).run()
        #expect(outcome.outputText.hasPrefix("admin probe:aurora-dsql-swift-libpq/"), "\(outcome.outputText)")
    }

    @Test func `a client signs with the profile its URL names, in the Region the profile has`() async throws {
        let cluster = try await LocalCluster.shared()
        let target = try TestCluster(cluster)
        try await withTemporaryFolder { folder in
            let session = cluster.settings["AWS_SESSION_TOKEN"].map { "aws_session_token = \($0)\n" } ?? ""
            let credentials = try folder.write(
                """
                [stand-in]
                aws_access_key_id = \(try cluster.variable("AWS_ACCESS_KEY_ID"))
                aws_secret_access_key = \(try cluster.variable("AWS_SECRET_ACCESS_KEY"))
                \(session)
                """,
                to: "credentials"
            )
            let configuration = try folder.write("[profile stand-in]\nregion = us-east-1\n", to: "config")
            let environment = [
                "AWS_SHARED_CREDENTIALS_FILE": credentials, "AWS_CONFIG_FILE": configuration, "HOME": folder.path,
                "AWS_ACCESS_KEY_ID": "AKIDNOBODY", "AWS_SECRET_ACCESS_KEY": "none",
                "LD_LIBRARY_PATH": ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] ?? "",
            ]
            let id = target.host.prefix(26)
            let url =
                "postgres://admin@\(id):\(target.port)?hostaddr=\(target.address ?? "")"
                + "&sslrootcert=\(target.rootCertificatePath)&profile=stand-in"
            let outcome = try await Command(
                BuiltProducts.path(of: "libpq-probe"),
                ["client", RawText(url)],
                environment: environment
            ).run()
            #expect(outcome.outputText.hasPrefix("admin aurora-dsql-swift-libpq/"), "\(outcome.outputText)")
        }
    }

    @Test func `a refusal is understood in whatever language the program speaks`() async throws {
        let environment = ["LC_ALL": "C.UTF-8", "LANGUAGE": "de"]
        let outcome = try await Self.probe(["translated"], environment: environment) { $0.password = "not-a-token" }
        #expect(outcome.outputText.hasPrefix("08006 unable to accept connection"), "\(outcome.outputText)")
        #expect(outcome.outputText.contains("hint true"), "\(outcome.outputText)")
    }

    @Test func `sockets are kept alive as the options say`() async throws {
        let outcome = try await Self.probe(["keepalives"])
        #expect(outcome.outputText == "1 30 10 3 60000\n")
    }

    @Test func `a service that does not exist is named, with the variable`() async throws {
        let outcome = try await Self.probe(["who"], environment: ["PGSERVICE": "missing", "HOME": "/nonexistent"])
        #expect(outcome.exitStatus == 1)
        #expect(outcome.outputText.contains("PGSERVICE (\"missing\")"))
        #expect(outcome.outputText.contains("Unset PGSERVICE"))
    }

    @Test func `files in the home folder change nothing`() async throws {
        try await withTemporaryFolder { folder in
            for name in ["postgresql.crt", "postgresql.key", "root.crt", "root.crl"] {
                try folder.write("garbage\n", to: ".postgresql/\(name)")
            }
            try folder.write("*:*:*:*:evil\n", to: ".pgpass")
            let outcome = try await Self.probe(["who"], environment: ["HOME": folder.path])
            #expect(outcome.outputText == Self.expected + "\n")
        }
    }

    @Test func `opening and closing leaves no descriptor behind`() async throws {
        let outcome = try await Self.probe(["connect", "100"])
        let counts = outcome.outputText.split(whereSeparator: \.isWhitespace)
        #expect(counts.count == 2)
        #expect(counts.first == counts.last)
    }

    @Test func `refused connections leave no descriptor behind`() async throws {
        let outcome = try await Self.probe(["refused", "60"]) { $0.password = "not-a-token" }
        let counts = outcome.outputText.split(whereSeparator: \.isWhitespace)
        #expect(counts.count == 2)
        #expect(counts.first == counts.last)
    }

    @Test func `rows that wait for their reader cost nothing`() async throws {
        let outcome = try await Self.probe(["pause"])
        let milliseconds = Int(outcome.outputText.filter { $0 != "\n" })
        #expect(try #require(milliseconds) < 250, "\(outcome.outputText)")
    }

    @Test func `a million rows pass in bounded memory`() async throws {
        let outcome = try await Self.probe(["stream", "1000000"])
        let words = outcome.outputText.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        try #require(words.count == 4)
        #expect(words[0] == 1_000_000)
        #expect(words[1] == 500_000_500_000)
        // What comes after the first twentieth is above 100 MiB on the wire.
        #expect(words[3] - words[2] < 16 * 1024)
    }
}
