import Testing
import TestSupport

@Suite struct InspectTests {
    private let token =
        "\(Tool.host)/?Action=DbConnectAdmin&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential="
        + "AKIDEXAMPLE%2F20250827%2Fus-east-1%2Fdsql%2Faws4_request&X-Amz-Date=20250827T120000Z&X-Amz-Expires=900"
        + "&X-Amz-SignedHeaders=host"
        + "&X-Amz-Signature=4ad11872e4b63d274978305c8336a4a5d6c35cc8a307a38d41ad4be2cef1c426"

    @Test(arguments: ["", "\n", "\r\n"])
    func `a token's parts are shown, never its signature`(_ end: String) async throws {
        let outcome = try await Tool.run(["inspect"], environment: [:], input: Array((token + end).utf8))
        #expect(outcome.exitStatus == 0, "\(outcome.errorText)")
        for part in [
            Tool.host, "DbConnectAdmin", "us-east-1", "AKIDEXAMPLE", "2025-08-27T12:00:00Z", "2025-08-27T12:15:00Z",
            "expired",
        ] {
            #expect(outcome.outputText.contains(part), "\(part)")
        }
        #expect(!outcome.outputText.contains("4ad11872"))
    }

    @Test func `a session token is named, not shown`() async throws {
        let made = try await Tool.run(
            ["token", "--host", RawText(Tool.host), "-U", "reader", "--expires-in", "600"],
            adding: ["AWS_SESSION_TOKEN": Tool.sessionToken]
        )
        let outcome = try await Tool.run(["inspect"], environment: [:], input: made.output)
        #expect(outcome.exitStatus == 0, "\(outcome.errorText)")
        #expect(outcome.outputText.contains("DbConnect\n"))
        #expect(outcome.outputText.contains("valid"))
        #expect(!outcome.outputText.contains("IQoJb3"))
    }

    @Test(arguments: ["", "\n", "hunter2hunter2", "https://example.com/?Action=DbConnect", "\u{0}"])
    func `what is no token is refused without being repeated`(_ text: String) async throws {
        let outcome = try await Tool.run(["inspect"], input: Array(text.utf8))
        expectRefusal(outcome, 65, saying: "token")
        #expect(!outcome.errorText.contains("hunter2"))
    }

    @Test func `bytes that are no text, and more than a token can be, are refused`() async throws {
        expectRefusal(try await Tool.run(["inspect"], input: [0xFF, 0xFE]), 65, saying: "token")
        let long = [UInt8](repeating: 0x61, count: 3_000_000)
        expectRefusal(try await Tool.run(["inspect"], input: long), 65, saying: "too long")
        expectRefusal(try await Tool.run(["inspect"], input: Array("\(token)\n\(token)\n".utf8)), 65)
    }

    @Test(arguments: [[], ["--"]])
    func `a token as an argument is refused with the remedy`(_ before: [String]) async throws {
        let outcome = try await Tool.run(["inspect"] + before.map { RawText($0) } + [RawText(token)])
        expectRefusal(outcome, 64, saying: "standard input")
        #expect(!outcome.errorText.contains("4ad11872"))
    }
}
