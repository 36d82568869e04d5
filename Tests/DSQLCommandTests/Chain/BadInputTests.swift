import AuroraDSQLCredentials
import TestSupport
import Testing

/// The built tool among files that are broken, hostile or huge.
@Suite struct BadInputTests {
    private static let arguments: [RawText] = ["credentials", "--format", "process", "--profile", "dev"]

    @Test(arguments: BadInput.all)
    func `bad input is a clear error or the right answer`(_ input: BadInput) async throws {
        try await withTemporaryFolder { folder in
            for (name, bytes) in input.files { try folder.write(bytes, to: name) }
            let outcome = try await Tool.run(Self.arguments, environment: Self.environment(folder))
            guard let words = input.words else {
                #expect(outcome.exitStatus == 0, "\(outcome.errorText)")
                #expect(JSONValue(parsing: outcome.output)?["SecretAccessKey"]?.text == BadInput.secret)
                return
            }
            expectRefusal(outcome, 77)
            let text = outcome.errorText.lowercased()
            for word in words { #expect(text.contains(word.lowercased()), "\(outcome.errorText)") }
            #expect(!text.contains(BadInput.secret))
        }
    }

    @Test func `a credentials file cut anywhere is an answer or a clear error`() async throws {
        let whole = "# mine\n[dev]\naws_access_key_id = AKIABAD\naws_secret_access_key = a-secret\nregion = us-east-1\n"
        try await withTemporaryFolder { folder in
            for length in stride(from: 0, through: whole.utf8.count, by: 3) {
                try folder.write(Array(whole.utf8.prefix(length)), to: ".aws/credentials")
                let outcome = try await Tool.run(Self.arguments, environment: Self.environment(folder))
                if outcome.exitStatus == 0 {
                    #expect(JSONValue(parsing: outcome.output)?["AccessKeyId"]?.text == "AKIABAD")
                } else {
                    expectRefusal(outcome, 77)
                }
            }
        }
    }

    @Test(
        arguments: [
            ("comments", "# a comment\n", 0), ("continued lines", " and more\n", 0),
            ("sections", "[profile some-name]\n", 77),
        ] as [(String, String, Int32)]
    )
    func `a file of ten megabytes takes at most 64 MiB`(name: String, line: String, status: Int32) async throws {
        try await withTemporaryFolder { folder in
            let lines = String(repeating: line, count: 10_000_000 / line.utf8.count + 1)
            let keys = "aws_access_key_id = AKIABAD\naws_secret_access_key = \(BadInput.secret)\n"
            try folder.write("[profile dev]\n\(keys)region = us-east-1\n\(lines)", to: ".aws/config")
            let measured = folder.path("peak")
            let outcome = try await Command(
                "/usr/bin/env",
                [
                    RawText(TestPython.interpreter), RawText(TestPython.script("peak_memory.py")), RawText(measured),
                    RawText(try BuiltProducts.path(of: "dsql")),
                ] + Self.arguments,
                environment: Self.environment(folder)
            ).run()
            #expect(outcome.exitStatus == status, "\(outcome.errorText)")
            if status == 0 {
                #expect(JSONValue(parsing: outcome.output)?["SecretAccessKey"]?.text == BadInput.secret)
            } else {
                expectRefusal(outcome, status, saying: "limit of 100000 sections and settings")
            }
            let peak = try #require(Int(String(decoding: try folder.read("peak"), as: UTF8.self)))
            #expect(peak > 10_000 && peak <= 64 << 10, "\(peak) KiB for \(name)")
        }
    }

    private static func environment(_ folder: TemporaryFolder) -> [String: String] {
        Tool.bare.merging(["HOME": folder.path]) { $1 }
    }
}
