#if os(Linux)
    import TestSupport
    import Testing

    /// What the tool's process loads, by the dynamic linker's own account (`LD_DEBUG=libs`).
    @Suite struct LoadedLibrariesTests {
        /// What a token from keys that are at hand must not cost.
        private static let costly = ["libcurl.", "libFoundation.so", "libssl."]

        @Test func `keys of the environment load neither libcurl nor Foundation`() async throws {
            try await withTemporaryFolder { folder in
                let libraries = try await Self.loaded(Tool.keys, folder)
                #expect(libraries.contains("libc.so"))
                for name in Self.costly { #expect(!libraries.contains(name)) }
            }
        }

        @Test func `keys of a profile load neither libcurl nor Foundation`() async throws {
            try await withTemporaryFolder { folder in
                let home = try folder.write(
                    "[dev]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = \(Tool.secretKey)\n",
                    to: "home/.aws/credentials"
                ).replacing("/.aws/credentials", with: "")
                let environment = Tool.bare.merging(["HOME": home, "AWS_PROFILE": "dev"]) { $1 }
                let libraries = try await Self.loaded(environment, folder)
                #expect(libraries.contains("libc.so"))
                for name in Self.costly { #expect(!libraries.contains(name)) }
            }
        }

        @Test func `a role of STS loads libcurl, and still no Foundation`() async throws {
            let server = try ChainServer()
            try await withTemporaryFolder { folder in
                let toolCase = try ToolCase("role-source-profile", server: server, folder: folder)
                let profile = toolCase.fixture.expectation.profile ?? ""
                let environment = toolCase.environment.merging(["AWS_PROFILE": profile]) { $1 }
                let libraries = try await Self.loaded(environment, folder)
                #expect(libraries.contains("libcurl."))
                #expect(!libraries.contains("libFoundation.so"))
                #expect(try server.deviations(of: "role-source-profile").isEmpty)
            }
        }

        /// Makes a token and returns the lines in which the linker looks for libraries.
        private static func loaded(_ environment: [String: String], _ folder: TemporaryFolder) async throws -> String {
            let outcome = try await Tool.run(
                ["token", "--host", RawText(Tool.host)],
                environment: environment,
                adding: ["LD_DEBUG": "libs", "LD_DEBUG_OUTPUT": folder.path("linker")]
            )
            #expect(outcome.exitStatus == 0, "\(outcome.errorText)")
            #expect(outcome.outputText.hasPrefix("\(Tool.host)/?"))
            let files = try folder.names().filter { $0.hasPrefix("linker.") }
            let lines = try files.map { String(decoding: try folder.read($0), as: UTF8.self) }.joined()
            return lines.split(separator: "\n").filter { $0.contains("find library=") || $0.contains("calling init:") }
                .joined(separator: "\n")
        }
    }
#endif
