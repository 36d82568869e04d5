import AuroraDSQL
import Testing

@Suite struct ConnectionURLRefusalTests {
    static let validNames =
        "The parameters are application_name, connect_timeout, hostaddr, occMaxRetries, ormPrefix, profile, region, "
        + "sslmode, sslnegotiation, sslrootcert, tokenDurationSecs."

    @Test(arguments: [
        ("", "does not begin"), ("h", "does not begin"), ("mysql://h", "does not begin"),
        ("dsql://h", "does not begin"),
        ("postgres:h", "does not begin"), ("postgres:/h", "does not begin"), ("https://h", "does not begin"),
        ("jdbc:postgresql://h", "does not begin"), (" postgres://h", "does not begin"),
        ("postgres://h/postgres ", "space"), ("postgres://h/a\nb", "space"), ("postgres://h/a\tb", "space"),
        ("postgres://h/\u{0}", "space"), ("postgres://h/\u{7F}", "space"),
        ("postgres://h/db#part", "fragment"), ("postgres://h#part", "fragment"), ("postgres://h?region=x#", "fragment"),
        ("postgres://@h", "empty"), ("postgres://a%00b@h", "no text"), ("postgres://%FF@h", "no text"),
        ("postgres://%4@h", "percent"), ("postgres://%@h", "percent"), ("postgres://%zz@h", "percent"),
        ("postgres://h/%", "percent"), ("postgres://h/?region=%u1", "percent"), ("postgres://h/%00", "no text"),
        ("postgres://h/?%=x", "percent"), ("postgres://%68", "not a host name"),
        ("postgres://h:", "port"), ("postgres://h:0", "port"), ("postgres://h:65536", "port"),
        ("postgres://h:-1", "port"), ("postgres://h:+1", "port"), ("postgres://h:abc", "port"),
        ("postgres://h:1:2", "port"), ("postgres://h:99999999999999999999", "port"), ("postgres://:abc", "port"),
        ("postgres://[::1]", "address"), ("postgres://[::1]:5432/x", "address"), ("postgres://127.0.0.1", "address"),
        ("postgres://[", "address"), ("postgres://a,b", "several hosts"), ("postgres://a:1,b:2/x", "several hosts"),
        ("postgres://%2Fvar%2Frun", "not a host name"), ("postgres://my_host", "not a host name"),
        ("postgres://h/a/b", "more than the database"), ("postgres://h//", "more than the database"),
        ("postgres://a@b@h", "@"), ("postgres://h/a@b", "@"), ("postgres://h?profile=a@b", "@"),
        ("postgres://h?region=US", "AWS Region"), ("postgres://h?hostaddr=localhost", "IP address"),
        ("postgres://h?tokenDurationSecs=0", "token"), ("postgres://h?tokenDurationSecs=-5", "token"),
        ("postgres://h?tokenDurationSecs=604801", "token"), ("postgres://h?tokenDurationSecs=1.5", "token"),
        ("postgres://h?tokenDurationSecs=abc", "token"), ("postgres://h?tokenDurationSecs=%2B5", "token"),
        ("postgres://h?occMaxRetries=-1", "retries"), ("postgres://h?occMaxRetries=101", "retries"),
        ("postgres://h?occMaxRetries=NaN", "retries"), ("postgres://h?connect_timeout=0", "connect limit"),
        ("postgres://h?connect_timeout=86401", "connect limit"), ("postgres://h?connect_timeout=inf", "connect limit"),
        ("postgres://h?sslmode=require", "only verify-full"), ("postgres://h?sslmode=disable", "only verify-full"),
        ("postgres://h?sslmode=VERIFY-FULL", "only verify-full"),
        ("postgres://h?sslnegotiation=postgres", "only direct"),
    ])
    func `a URL that says what cannot be is refused with the reason`(url: String, reason: String) {
        #expect { try ConnectionConfiguration(url: url) } throws: { error in
            guard let error = error as? DSQLError else { return false }
            return error.code == .invalidConfiguration && error.message.contains(reason) && error.remedy != nil
        }
    }

    @Test(arguments: [
        ("regin=x", "an unknown parameter: regin."),
        ("zeta=1&alpha=2&region=us-east-1", "unknown parameters: alpha, zeta."),
        ("Region=us-east-1", "an unknown parameter: Region."),
        ("sslcert=x&sslkey=y&requiressl=0", "unknown parameters: requiressl, sslcert, sslkey."),
        ("a%20b=1", "an unknown parameter: one that is no name."),
        ("=x", "an unknown parameter: one without a name."),
        ("region=us-east-1&", "an unknown parameter: one without a name."),
        ("", "an unknown parameter: one without a name."),
        ("region=us-east-1&&profile=x", "an unknown parameter: one without a name."),
        ("region", "the parameter region without a value."),
        ("sslmode", "the parameter sslmode without a value."),
        ("region=", "the parameter region without a value."),
        ("profile=", "the parameter profile without a value."),
        ("region=us-east-1&region=us-east-1", "the parameter region twice."),
        ("sslmode=verify-full&sslmode=verify-full", "the parameter sslmode twice."),
        ("password=x", "a password."),
        ("sslpassword=x", "a password."),
        ("PASSWORD", "a password."),
    ])
    func `a parameter that cannot be taken is refused with the names that can`(query: String, flaw: String) {
        #expect { try ConnectionURL("postgres://h/db?\(query)") } throws: { error in
            "\(error)".contains(flaw) && "\(error)".contains(Self.validNames)
        }
    }
}
