import AuroraDSQL
import AuroraDSQLCredentials
import TestSupport
import Testing

@Suite struct CABundleTests {
    private static let toolVariables = ["PGSSLROOTCERT", "SSL_CERT_FILE"]

    private func path(
        _ explicit: String?,
        _ environment: [String: String] = [:],
        variables: [String] = ["SSL_CERT_FILE"],
        files: Set<String>
    ) throws(DSQLError) -> String {
        let bundle = CABundle(environment: Environment(environment), isReadable: { files.contains($0) })
        return try bundle.path(explicit: explicit, variables: variables)
    }

    @Test func `the explicit path wins, then the variables, then the system's places in their order`() throws {
        let environment = ["PGSSLROOTCERT": "/pg", "SSL_CERT_FILE": "/ssl"]
        let files = Set(["/own", "/pg", "/ssl"] + CABundle.systemPaths)
        #expect(try path("/own", environment, variables: Self.toolVariables, files: files) == "/own")
        #expect(try path(nil, environment, variables: Self.toolVariables, files: files) == "/pg")
        #expect(try path(nil, environment, files: files) == "/ssl")
        #expect(try path(nil, files: files) == CABundle.systemPaths.first)
        for place in CABundle.systemPaths { #expect(try path(nil, files: [place]) == place) }
    }

    @Test func `system and nothing mean the search`() throws {
        let environment = ["PGSSLROOTCERT": "system", "SSL_CERT_FILE": ""]
        for explicit in [nil, "", "system"] {
            #expect(
                try path(explicit, environment, variables: Self.toolVariables, files: [debianBundle, "system"])
                    == debianBundle
            )
        }
    }

    @Test func `a path that was set and cannot be read is refused, not passed over`() {
        let files = Set(CABundle.systemPaths)
        #expect { try path("/gone.pem", files: files) } throws: { "\($0)".contains("\"/gone.pem\"") }
        #expect { try path("\(debianBundle)\u{0}.pem", files: files) } throws: { $0 is DSQLError }
        #expect { try path(nil, ["SSL_CERT_FILE": "/gone.pem"], files: files) } throws: { error in
            "\(error)".contains("\"/gone.pem\"") && "\(error)".contains("SSL_CERT_FILE")
        }
        #expect {
            try path(nil, ["PGSSLROOTCERT": "/gone.pem"], variables: Self.toolVariables, files: files)
        } throws: { error in
            "\(error)".contains("\"/gone.pem\"") && "\(error)".contains("PGSSLROOTCERT")
        }
    }

    @Test func `where there is none, the error lists the places tried`() {
        #expect { try path(nil, files: []) } throws: { error in
            CABundle.systemPaths.allSatisfy { "\(error)".contains($0) } && "\(error)".contains("SSL_CERT_FILE")
        }
    }

    @Test func `a file can be read and a folder or nothing cannot`() async throws {
        try await withTemporaryFolder { folder in
            let file = try folder.write("certificates", to: "ca.pem")
            #expect(CABundle.isReadableFile(file))
            #expect(!CABundle.isReadableFile(folder.path))
            #expect(!CABundle.isReadableFile(folder.path("missing.pem")))
        }
    }

    @Test func `the public way resolves with the real files and environment`() async throws {
        try await withTemporaryFolder { folder in
            let file = try folder.write("certificates", to: "ca.pem")
            let configuration = ConnectionConfiguration(host: clusterHost, rootCertificatePath: file)
            #expect(try configuration.resolve(driver: "test").rootCertificatePath == file)
            #expect(throws: DSQLError(.invalidConfiguration, "")) {
                try ConnectionConfiguration(host: clusterHost, rootCertificatePath: file + "x").resolve(driver: "test")
            }
        }
    }
}
