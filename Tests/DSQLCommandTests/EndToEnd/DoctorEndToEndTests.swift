import Foundation
import TestSupport
import Testing

/// `dsql doctor` in front of a cluster, well and with each of its faults.
@Suite(.serialized) struct DoctorEndToEndTests {
    /// A fault, or a way to call it wrong, and what is found.
    struct Case {
        var setting = "true"
        var fault: String?
        var options = ""
        /// Nothing is broken where there is no step.
        var step: String?
        var status: Int32 = 0
        var words: [String] = []
    }

    private static let cases = [
        Case(),
        Case(options: "--user reporting"),
        Case(
            fault: "wrong-name-certificate",
            step: "tls",
            status: 69,
            words: ["is for another-cluster.invalid, not for", "No token was sent."]
        ),
        Case(fault: "expired-certificate", step: "tls", status: 69, words: ["is good until", "clock"]),
        Case(
            fault: "silent",
            options: "\"postgres://$PGHOST/?connect_timeout=10\"",
            step: "tls",
            status: 69,
            words: ["says nothing"]
        ),
        Case(fault: "waking-up", step: "login", status: 69, words: ["waking up", "Try again"]),
        Case(fault: "too-many-connections", step: "login", status: 69, words: ["too many open connections"]),
        Case(fault: "rate-exceeded", step: "login", status: 69, words: ["rate exceeded"]),
        Case(fault: "signature-expired", step: "login", status: 77, words: ["by this machine's clock", "Set this"]),
        Case(fault: "slow-login seconds=1"),
        Case(
            fault: "slow-login seconds=60",
            options: "\"postgres://$PGHOST/?connect_timeout=10\"",
            step: "login",
            status: 69,
            words: ["did not answer the login"]
        ),
        Case(setting: "PGSSLROOTCERT=/etc/ssl/certs/ca-certificates.crt", step: "tls", status: 69, words: ["vouch"]),
        Case(setting: "AWS_SECRET_ACCESS_KEY=another", step: "login", status: 77, words: ["does not know these keys"]),
        Case(setting: "AWS_ACCESS_KEY_ID=AKIDNOBODY", step: "login", status: 77, words: ["does not know these keys"]),
        Case(options: "--dbname other", step: "login", status: 65, words: ["3D000", "postgres"]),
        Case(options: "--user nobody", step: "login", status: 77, words: ["AWS IAM GRANT nobody TO"]),
    ]

    @Test func `each fault is found at its step, with what to do`() async throws {
        let calls = Self.cases.map { one in
            let fault = one.fault.map { "control '\($0)'; " } ?? ""
            return "\(fault)(export \(one.setting == "true" ? "X=" : one.setting); "
                + "\"$DSQL\" doctor --json \(one.options) 2>errors; echo \"status $?\"; cat errors; echo ======)"
        }
        let run = try await StandIn.run(
            "cd \"$FOLDER\"\n" + calls.joined(separator: "\n"),
            options: ["--role", "reporting"]
        )
        let parts = run.outcome.outputText.split(separator: "======\n")
        try #require(parts.count == Self.cases.count, "\(run.outcome.outputText) \(run.outcome.errorText)")
        for (one, part) in zip(Self.cases, parts) {
            let pieces = part.split(separator: "\nstatus ", maxSplits: 1)
            let tail = try #require(pieces.last).split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
            let outcome = try DoctorOutcome(
                json: Array(pieces[0].utf8),
                exitStatus: Int32(tail[0]),
                errorText: tail.count > 1 ? String(tail[1]) : ""
            )
            guard let step = one.step else {
                outcome.expectOK()
                continue
            }
            try outcome.expect(step, one.status)
            for word in one.words { #expect(outcome.errorText.contains(word), "\(one): \(outcome.errorText)") }
        }
        // A server that does not verify has seen no login at all.
        #expect(run.logins.first?.tls == "direct")
    }

    @Test func `a permission that IAM does not give is named with the policy to write`() async throws {
        let run = try await StandIn.run("\"$DSQL\" doctor --json", options: ["--deny", "DbConnectAdmin"])
        let outcome = try DoctorOutcome(run.outcome)
        try outcome.expect("login", 77, saying: "IAM does not allow dsql:DbConnectAdmin")
        #expect(outcome.step("login")?.remedy?.contains("\"Action\": \"dsql:DbConnectAdmin\"") == true)
        #expect(outcome.step("login")?.facts["hint"]?.contains("arn:aws:iam::123456789012:user/example") == true)
    }

    @Test(arguments: [("3600", "by this machine's clock"), ("-3600", "not yet current")])
    func `a cluster in another time breaks the login`(_ offset: String, _ words: String) async throws {
        let run = try await StandIn.run("\"$DSQL\" doctor --json", options: ["--clock-offset=\(offset)"])
        let outcome = try DoctorOutcome(run.outcome)
        try outcome.expect("login", 77, saying: words)
        #expect(outcome.step("login")?.remedy?.contains("Set this machine's clock") == true)
    }
}
