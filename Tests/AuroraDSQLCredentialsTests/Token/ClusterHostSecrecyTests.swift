import AuroraDSQLCredentials
import TestSupport
import Testing

@Suite struct ClusterHostSecrecyTests {
    @Test(arguments: [
        "postgres://admin:hunter2secret@example.com/postgres", "admin:hunter2secret@example.com",
        "admin:hunter2secret", "hunter2secret@host", "host/?Action=DbConnect&X-Amz-Signature=hunter2secret",
        "host?password=hunter2secret", "host;password=hunter2secret", "host password='hunter2secret'",
        "X-Amz-Security-Token-hunter2secret", "hunter2secret,x@y",
    ])
    func `a text that may hold a secret is not shown`(text: String) {
        #expect { try ClusterEndpoint(text, region: "us-east-1") } throws: { error in
            !String(reflecting: error).contains("hunter2secret")
        }
    }

    @Test func `a mistyped host is shown`() {
        #expect { try ClusterEndpoint("my_host.example.com:5432") } throws: { error in
            "\(error)".contains("\"my_host.example.com:5432\"")
        }
    }

    @Test func `no text of any bytes brings the reader down or forges a line`() {
        var random = SplitMix64(seed: 20_251_122)
        let pieces = [
            "a", "Z", "0", "9", "-", ".", "..", ":", "::", "[", "]", "%", "/", "@", ",", "\n", "\u{1B}[2J", "\u{0}",
            "vpce-", "dsql", "dsql-", "on", "aws", ".on.aws", "us-east-1", "0x", "x-amz-", "\u{202E}", "\u{FF10}",
            "vpce", "amazonaws", "com", "cn", "abcdefghijklmnopqrstuvwxyz",
        ]
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...9, using: &random)
            let text = (0..<count).map { _ in random.pick(pieces) }.joined()
            do {
                let endpoint = try ClusterEndpoint(text, region: "us-east-1")
                #expect(!endpoint.host.isEmpty)
                #expect(endpoint.host.utf8.allSatisfy { (0x21...0x7E).contains($0) && !(0x41...0x5A).contains($0) })
                #expect(try ClusterEndpoint(endpoint.host, region: "us-east-1") == endpoint, "\(text.debugDescription)")
            } catch {
                #expect(error.code == .invalidValue)
                #expect(!error.description.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
            }
        }
    }
}
