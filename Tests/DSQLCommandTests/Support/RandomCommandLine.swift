import TestSupport

/// A generator of command lines: mostly plausible words, in implausible company.
struct RandomCommandLine {
    static let secrets = [Tool.secretKey, Tool.sessionToken, "hunter2hunter2"]

    private var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    mutating func arguments() -> [RawText] {
        var words: [RawText] =
            chance(95) ? [RawText(random.pick(["token", "env", "exec", "inspect", "help", "doctor"]))] : []
        for _ in 0..<Int.random(in: 0...6, using: &random) {
            switch Int.random(in: 0..<10, using: &random) {
            case 0...5:
                let name = random.pick(Self.options)
                if chance(30) {
                    words.append(RawText(bytes: Array(name.utf8) + Array("=".utf8) + value(name).bytes))
                } else {
                    words.append(RawText(name))
                    if chance(90) { words.append(value(name)) }
                }
            case 6: words.append(value("url"))
            case 7: words.append(RawText(random.pick(Self.flags)))
            default: words.append(value(random.pick(Self.options)))
            }
        }
        if words.first?.bytes == Array("doctor".utf8) {
            // Loopback only: a name is never looked up, and nothing listens there.
            words += ["--hostaddr", "127.0.0.1", "--port", "1"]
        }
        if words.first?.bytes == Array("exec".utf8), chance(70) {
            // Programs that end well and say nothing, so that what is seen comes from the tool.
            words += ["--", "true"]
        }
        return words
    }

    mutating func environment() -> [RawText] {
        // Nothing outside the machine is asked, and nobody's own files are read.
        var entries: [RawText] = ["AWS_EC2_METADATA_DISABLED=true", "HOME=/nonexistent"]
        if chance(70) {
            entries += ["AWS_ACCESS_KEY_ID=AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY=\(Tool.secretKey)"]
        }
        for name in Self.variables where chance(15) {
            entries.append(RawText(bytes: Array("\(name)=".utf8) + value(name).bytes))
        }
        return entries
    }

    mutating func input() -> [UInt8] {
        chance(50) ? random.bytes(Int.random(in: 0...200, using: &random)) : Array("\(url())\n".utf8)
    }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    private mutating func value(_ name: String) -> RawText {
        if chance(20) { return RawText(random.pick(Self.oddities)) }
        if chance(8) { return RawText(bytes: random.bytes(12).map { $0 == 0 ? 1 : $0 }) }
        switch name {
        case "--host", "--hostname", "-h", "PGHOST": return RawText(random.pick(Self.hosts))
        case "--port", "-p", "PGPORT":
            return RawText(random.pick(["5432", "0", "65535", "65536", "-1", "x", "5432,1"]))
        case "--region", "AWS_REGION": return RawText(random.pick(["us-east-1", "eu-west-1", "US", "", "a b"]))
        case "--expires-in": return RawText(random.pick(["900", "1", "604800", "0", "-5", "1.5", "604801", "x"]))
        case "--format": return RawText(random.pick(["token", "json", "pgpass", "uri", "bash", "fish", "powershell"]))
        case "--action": return RawText(random.pick(["DbConnect", "DbConnectAdmin", "dbconnect"]))
        case "--export": return RawText(random.pick(["DATABASE_URL", "A_1", "1A", "PGHOST", "A=B", "a b"]))
        case "--hostaddr": return RawText(random.pick(["127.0.0.1", "::1", "fe80::1%eth0", "localhost", "1.2.3"]))
        case "url": return RawText(url())
        default: return RawText(random.pick(["admin", "reader", "postgres", "a b", "é", url()]))
        }
    }

    private mutating func url() -> String {
        let scheme = random.pick(["postgres", "postgresql", "POSTGRES", "https", ""])
        let user = random.pick(["", "admin@", "u:hunter2hunter2@", "a%20b@", "%zz@", "@", ":@"])
        let rest = random.pick(["", "/", "/db", ":5432/db", ":0/", ":/", "/a/b", "/%00"])
        let query = random.pick([
            "", "?region=us-east-1", "?sslmode=disable", "?password=hunter2hunter2", "?a", "?=", "?region=a&region=b",
            "?tokenDurationSecs=60&profile=none", "?sslrootcert=/nonexistent", "#x",
        ])
        return "\(scheme)://\(user)\(random.pick(Self.hosts))\(rest)\(query)"
    }

    private static let options = [
        "--host", "--hostname", "-h", "--port", "-p", "--user", "-U", "--dbname", "-d", "--region", "--profile",
        "--expires-in", "--format", "--action", "--hostaddr", "--export",
    ]
    private static let flags = [
        "--help", "-?", "--version", "--refresh", "--scrub-aws", "--json", "--", "-", "---", "--=", "-=", "-hp", "-pU",
        "--bogus", "-W", "--host=", "-h=",
        "---completion", "--generate-completion-script", "--experimental-dump-help", "--help-hidden",
    ]
    private static let hosts = [
        Tool.host, Tool.host, Tool.host, Tool.clusterID, "localhost", "72", "", "127.0.0.1", "[::1]", "a,b", "x..y",
    ]
    private static let oddities = [
        "", " ", "-", "--", "=", "\n", "\u{1B}[31m", "%s%n", "'", "\"", "\\", "💥", "\u{202E}", "a\u{301}",
        String(repeating: "x", count: 5_000), Tool.secretKey, Tool.sessionToken, "-1", "--host",
    ]
    private static let variables = [
        "PGHOST", "PGPORT", "PGUSER", "PGDATABASE", "PGSSLROOTCERT", "PGSSLMODE", "PGSERVICE", "PGHOSTADDR",
        "PGSSLMINPROTOCOLVERSION", "AWS_REGION", "AWS_SESSION_TOKEN", "AWS_CREDENTIAL_EXPIRATION", "SSL_CERT_FILE",
        "COLUMNS", "PGPASSWORD",
    ]
}
