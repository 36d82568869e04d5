import AuroraDSQLCredentials
import TestSupport

/// Files that no one should have, and what the tool must say to them.
struct BadInput: Sendable, CustomStringConvertible {
    static let secret = "bad-input-secret"
    private static let keys = "[dev]\naws_access_key_id = AKIABAD\naws_secret_access_key = \(secret)\n"
    private static let ssoFile = ".aws/sso/cache/1902e3d6fc4e78a0bcc50ba12b882769afbf4a8c.json"
    private static let sso = """
        [sso-session bad]
        sso_region = us-east-1
        sso_start_url = https://bad.example/start
        [profile dev]
        sso_session = bad
        sso_account_id = 123456789012
        sso_role_name = Reader

        """

    let description: String
    /// Files below the home folder.
    var files: [String: [UInt8]]
    /// Pieces of the error; `nil` where the keys of the profile must come.
    var words: [String]?

    private init(_ description: String, _ files: [String: [UInt8]], says words: String...) {
        self.description = description
        self.files = files
        self.words = words.isEmpty ? nil : words
    }

    static let all = configurations + caches + chains

    private static let configurations = [
        BadInput("cut off in a header", [".aws/credentials": bytes("[de")], says: "line 1", "]"),
        BadInput("cut off in a name", [".aws/credentials": bytes(keys + "aws_sess")], says: "line 4", "="),
        BadInput("cut off before the secret", [".aws/credentials": bytes(String(keys.prefix(39)))], says: "line 3"),
        BadInput("a NUL byte in a value", [".aws/credentials": bytes(keys + "region = a\0b\n")], says: "line 4", "NUL"),
        BadInput("a NUL byte in a name", [".aws/config": bytes("[profile d\0v]\n")], says: "line 1", "NUL"),
        BadInput("only NUL bytes", [".aws/config": .init(repeating: 0, count: 4_096)], says: "line 1"),
        BadInput("a value not UTF-8", [".aws/credentials": bytes(keys + "region = ") + [0xC3, 0x28]], says: "UTF-8"),
        BadInput("UTF-16", [".aws/config": [0xFF, 0xFE, 0x5B, 0]], says: "UTF-16"),
        BadInput("a comment not UTF-8", [".aws/credentials": bytes(keys + "# ") + [0xFF, 0xFE, 0x80, 0x0A]]),
        BadInput("a key before a section", [".aws/config": bytes("region = us-east-1\n")], says: "line 1", "section"),
        BadInput("no line end", [".aws/credentials": bytes(String(keys.dropLast()))]),
        BadInput("carriage returns only", [".aws/credentials": bytes(keys.replacing("\n", with: "\r"))]),
    ]

    private static let caches = [
        "[]", "null", "7", "\"text\"", "{", "", "{\"accessToken\": 7, \"expiresAt\": \"2099-01-01T00:00:00Z\"}",
        "{\"accessToken\": {\"a\": [\"\(secret)\"]}, \"expiresAt\": \"2099-01-01T00:00:00Z\"}",
        "{\"accessToken\": \"\(secret)\", \"expiresAt\": 4102444800}",
        "{\"accessToken\": \"\(secret)\", \"expiresAt\": \"whenever\"}",
        "{\"accessToken\": null, \"expiresAt\": null}", String(repeating: "[", count: 100_000),
        String(repeating: "{\"a\":", count: 50_000),
    ].map { text in
        BadInput(
            "an SSO cache of \(text.prefix(40)) (\(text.utf8.count) bytes)",
            [".aws/config": bytes(sso), ssoFile: bytes(text)],
            says: "is not JSON with accessToken",
            "sso login"
        )
    }

    private static let chains = [
        BadInput("five profiles in a ring", [".aws/config": bytes(ring)], says: "loop", "\"dev\" -> \"b\"", "\"dev\"."),
        BadInput("a folder for a file", [".aws/config/x": []], says: "folder"),
        BadInput("a process that floods", [".aws/config": process("yes \(secret)")], says: "65536"),
        BadInput(
            "a process that answers with nested arrays",
            [".aws/config": process("head -c 60000 /dev/zero | tr '\\0' '['")],
            says: "JSON"
        ),
        BadInput(
            "a process that answers with NUL bytes",
            [".aws/config": process("head -c 999 /dev/zero")],
            says: "JSON"
        ),
        BadInput(
            "a process with numbers for texts",
            [".aws/config": process("echo '{\"Version\": 1, \"AccessKeyId\": 7, \"SecretAccessKey\": \"\(secret)\"}'")],
            says: "AccessKeyId"
        ),
    ]

    private static let ring = zip(["dev", "b", "c", "d", "e"], ["b", "c", "d", "e", "dev"]).map { name, source in
        "[profile \(name)]\nrole_arn = arn:aws:iam::123456789012:role/\(name)\nsource_profile = \(source)\n"
    }.joined()

    private static func process(_ command: String) -> [UInt8] {
        bytes("[profile dev]\ncredential_process = \(command)\n")
    }

    private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
}
