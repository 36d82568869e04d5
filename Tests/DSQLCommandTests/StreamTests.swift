import Foundation
import Testing
import TestSupport

/// Standard output carries the product, whole, or the exit status says that it does not.
@Suite struct StreamTests {
    @Test(arguments: ["token", "env", "token --help", "--version", "token --format uri"])
    func `a full disk is an error`(_ command: String) async throws {
        let first = command.split(separator: " ")
        let options = command.contains("--help") || command.contains("--version") ? "" : "--host $H"
        let words = first.joined(separator: " ")
        let outcome = try await Tool.shell("\"$DSQL\" \(words) \(options) > /dev/full")
        expectRefusal(outcome, 70, saying: "Standard output")
    }

    @Test func `a closed standard output is an error`() async throws {
        expectRefusal(try await Tool.shell("\"$DSQL\" token --host $H >&-"), 70, saying: "Standard output")
    }

    @Test func `a reader that has gone is an error, not a signal`() async throws {
        try await withTemporaryFolder { folder in
            // Opening to write waits for the reader, and the reader has ended before the tool starts.
            let outcome = try await Tool.shell(
                """
                cd \(folder.path); mkfifo pipe; (exec 3< pipe) & exec 4> pipe; wait
                "$DSQL" token --host $H >&4; echo status=$? >&2
                """
            )
            #expect(outcome.errorText.contains("Standard output cannot be written"), "\(outcome.errorText)")
            #expect(outcome.errorText.contains("status=70"), "\(outcome.errorText)")
        }
    }

    @Test(arguments: ["<&-", "2>&-", "<&- 2>&-"])
    func `closed standard input and error do no harm`(_ closing: String) async throws {
        let outcome = try await Tool.shell("\"$DSQL\" token --host $H \(closing)")
        #expect(outcome.exitStatus == 0)
        #expect(outcome.outputText.hasPrefix("\(Tool.host)/?Action="))
        let refused = try await Tool.shell("\"$DSQL\" token --host 72 \(closing)")
        #expect(refused.exitStatus == 65)
        #expect(refused.output.isEmpty)
    }

    @Test func `inspect with a closed standard input says so`() async throws {
        expectRefusal(try await Tool.shell("\"$DSQL\" inspect <&-"), 70, saying: "Standard input")
    }

    @Test(arguments: [[:], ["HOME": ""], ["HOME": "relative"]])
    func `a home is not needed`(_ home: [String: String]) async throws {
        let environment = Tool.keys.filter { $0.key != "HOME" }.merging(home, uniquingKeysWith: { $1 })
        let outcome = try await Tool.run(["token", "--host", RawText(Tool.host)], environment: environment)
        #expect(outcome.exitStatus == 0, "\(outcome.errorText)")
        #expect(outcome.errors.isEmpty)
    }

    @Test(arguments: [
        ["--help"], ["-?"], ["help"], ["token", "--help"], ["token", "-?"], ["exec", "--help"], ["env", "-?"],
        ["inspect", "--help"], ["help", "exec"], ["exec", "--host", "x", "--help"],
    ])
    func `help is the product when it is asked for`(_ arguments: [String]) async throws {
        let outcome = try await Tool.run(arguments.map { RawText($0) }, environment: Tool.bare)
        #expect(outcome.exitStatus == 0)
        #expect(outcome.errors.isEmpty)
        #expect(outcome.outputText.contains("USAGE: dsql"))
        #expect(outcome.outputText.contains("Examples:"))
    }

    @Test func `help behind the two hyphens belongs to the command`() async throws {
        let outcome = try await Tool.run(["exec", "--host", RawText(Tool.host), "--", "echo", "--help", "--version"])
        #expect(outcome.outputText == "--help --version\n")
    }

    @Test(arguments: [["--version"], ["token", "--version"], ["exec", "--version"]])
    func `the version comes with its commit and the libraries it would use`(_ arguments: [String]) async throws {
        let outcome = try await Tool.run(arguments.map { RawText($0) }, environment: [:])
        #expect(outcome.exitStatus == 0)
        let lines = outcome.outputText.split(separator: "\n")
        #expect(lines.count == 3)
        let first = /dsql \d+\.\d+\.\d+ \((unknown commit|commit [0-9a-f]{12,40}(-dirty)?)\)/
        #expect(lines.first?.wholeMatch(of: first) != nil, "\(outcome.outputText)")
        #expect(lines.dropFirst().first?.hasPrefix("libcurl: libcurl/") == true, "\(outcome.outputText)")
        #expect(lines.last?.hasPrefix("OpenSSL: OpenSSL ") == true, "\(outcome.outputText)")
    }
}
