import AuroraDSQLCredentials
import Testing

@Suite struct RegionTests {
    @Test(arguments: ["us-east-1", "eu-west-1", "ap-southeast-2", "us-gov-west-1", "cn-north-1", "xy-new-9", "a"])
    func `a label of lower-case letters, digits and hyphens is a Region`(name: String) throws {
        #expect(try Region(name).name == name)
        #expect(try "\(Region(name))" == name)
    }

    @Test(arguments: [
        "", " ", "US-EAST-1", "us-east-1\n", " us-east-1", "us east 1", "us.east.1", "-us", "us-", "us_east_1",
        "us-east-1/", "us-east-1.on.aws", "\u{FF11}", "us\u{0}", String(repeating: "a", count: 64),
    ])
    func `anything else is refused and shown`(name: String) {
        #expect { try Region(name) } throws: { error in
            (error as? CredentialsError)?.code == .invalidValue && "\(error)".hasPrefix("\(Quoted(name)) is not")
        }
    }
}
