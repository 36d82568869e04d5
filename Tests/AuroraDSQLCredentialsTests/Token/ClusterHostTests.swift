import AuroraDSQLCredentials
import Testing

@Suite struct ClusterHostTests {
    static let id = "abcdefghijklmnopqrstuvwxyz"

    @Test(arguments: [
        (id, id),
        ("01234567890123456789012345", "01234567890123456789012345"),
        ("a1b2c3d4e5f6g7h8i9j0k1l2m3", "a1b2c3d4e5f6g7h8i9j0k1l2m3"),
        ("ABCDEFGHIJKLMNOPQRSTUVWXYZ", id),
        ("abcdefghijklmnopqrstuvwxyz.", id),
    ])
    func `26 letters and digits are a cluster ID`(text: String, id: String) throws {
        #expect(try ClusterHost(text) == .clusterID(id))
    }

    @Test(arguments: [
        "", "abcdefghijklmnopqrstuvwxy", "abcdefghijklmnopqrstuvwxyz0", "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "abcdefghijklm-opqrstuvwxyz", "abcdefghijklm.opqrstuvwxyz", "abcdefghijklmnopqrstuvwxyz\n",
        "abcdefghijklmnopqrstuvwxy\n", "\u{FF10}123456789012345678901234", "abcdefghijklmnopqrstuvwx\u{FF19}",
        "abcdefghijklmnopqrstuvwxy\u{301}",
    ])
    func `only 26 lower-case letters and digits of ASCII match the form of an ID`(text: String) {
        #expect(!ClusterHost.isClusterID(text))
    }

    @Test(arguments: [
        ("\(id).dsql.us-east-1.on.aws", "us-east-1"),
        ("\(id).dsql.eu-west-1.on.aws", "eu-west-1"),
        ("\(id).dsql.ap-southeast-2.on.aws", "ap-southeast-2"),
        ("\(id).dsql.us-gov-west-1.on.aws", "us-gov-west-1"),
        ("\(id).dsqlx.us-east-1.on.aws", "us-east-1"),
        ("\(id).dsqlqa.us-east-1.on.aws", "us-east-1"),
        ("\(id).dsqlbeta.us-east-1.on.aws", "us-east-1"),
        ("\(id).dsql-fnh4.us-east-1.on.aws", "us-east-1"),
    ])
    func `a host of DSQL's form carries its Region`(host: String, region: String) throws {
        let expected = ClusterHost.cluster(host: host, region: region)
        #expect(try ClusterHost(host) == expected)
        #expect(try ClusterHost(host.uppercased()) == expected)
        #expect(try ClusterHost(host + ".") == expected)
    }

    @Test(arguments: [
        "localhost", "example.com", "mydb.abc123.us-east-1.rds.amazonaws.com", "\(id).dsql.us-east-1.on.aws.evil.com",
        "x.dsql.on.aws", "a.\(id).dsql.us-east-1.on.aws", "dsql.us-east-1.on.aws", "\(id).notdsql.us-east-1.on.aws",
        "\(id).dsql.cn-north-1.on.amazonwebservices.com.cn", "abcdefghijklmnopqrstuvwxy",
        "abcdefghijklmnopqrstuvwxyz0", "vpce-proxy.internal", "xn--bcher-kva.example", "0xyz", "a",
        String(repeating: "a", count: 63) + ".b",
    ])
    func `any other host name carries none`(host: String) throws {
        #expect(try ClusterHost(host) == .other(host: host))
    }

    @Test(arguments: [
        ("", "missing"), (" ", "missing"), ("\t\r\n", "missing"), (".", "not a host name"), ("..", "not a host name"),
        ("127.0.0.1", "address"), ("127.0.0.1.", "address"), ("127.1", "address"), ("0x7f000001", "address"),
        ("0x7f.1", "address"), ("1.2.3.0x4", "address"), ("::1", "address"), ("[::1]", "address"),
        ("fe80::1%eth0", "address"), ("::ffff:1.2.3.4", "address"), ("2001:DB8::1", "address"),
        ("2130706433", "number"), ("5432", "number"), ("one,two", "list"), ("one,", "list"),
        ("/var/run/postgresql", "path"), ("https://example.com", "URL"), ("host:5432", "more than a host name"),
        ("admin@host", "more than a host name"), ("host?region=x", "more than a host name"),
        ("host name", "not a host name"), (" localhost", "not a host name"), ("localhost\n", "not a host name"),
        ("local\u{0}host", "not a host name"), ("my_host", "not a host name"), ("-a.b", "not a host name"),
        ("a-.b", "not a host name"), ("a..b", "not a host name"), (".a", "not a host name"),
        ("a.b..", "not a host name"), ("\(id).dsql..on.aws", "not a host name"),
        ("\(id).dsql.us-east-1.on.aws\n", "not a host name"), ("\(id)\n", "not a host name"),
        ("b\u{FC}cher.example", "not a host name"), ("\u{FF11}\u{FF12}", "not a host name"),
        ("\u{212A}elvin.example", "not a host name"), ("*.example.com", "not a host name"),
        (String(repeating: "a", count: 64), "not a host name"),
        (Array(repeating: "abcdefgh", count: 29).joined(separator: "."), "not a host name"),
    ])
    func `what is no host name is refused with what it is`(text: String, reason: String) {
        #expect { try ClusterHost(text) } throws: { error in
            guard let error = error as? CredentialsError else { return false }
            return error.code == .invalidValue && error.message.contains(reason) && error.remedy != nil
        }
    }

    @Test(arguments: [
        ("vpce-0abc-xyz.dsql-fnh4.us-east-1.vpce.amazonaws.com", "<id>.dsql-fnh4.us-east-1.on.aws"),
        ("VPCE-0abc-xyz.dsql-fnh4.us-east-1.vpce.amazonaws.com.", "<id>.dsql-fnh4.us-east-1.on.aws"),
        ("vpce-0abc-xyz-us-east-1a.dsql-fnh4.us-east-1.vpce.amazonaws.com", "<id>.dsql-fnh4.us-east-1.on.aws"),
        ("vpce-0abc-xyz.dsql-fnh4.cn-north-1.vpce.amazonaws.com.cn", "<id>.dsql-fnh4.cn-north-1.on.aws"),
        ("vpce-0abc-xyz.dsql-fnh4.us-east-1.on.aws", "<id>.dsql-fnh4.us-east-1.on.aws"),
        ("vpce-0abc-xyz.s3.us-east-1.vpce.amazonaws.com", "<id>.dsql-<suffix>.us-east-1.on.aws"),
    ])
    func `the name of a VPC endpoint is refused with the way round it`(text: String, host: String) {
        #expect { try ClusterHost(text) } throws: { error in
            guard let error = error as? CredentialsError, let remedy = error.remedy else { return false }
            return error.message.contains("VPC endpoint") && remedy.contains("--host \(host) --hostaddr <vpce address>")
        }
    }
}
