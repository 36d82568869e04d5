import FoundationEssentials
import TestSupport

/// Which chain cases the built tool is run on.
enum ToolCases {
    /// The cases of the library's tests.
    static let folder =
        "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        + "/AuroraDSQLCredentialsTests/Fixtures/chain"

    /// What a process cannot be shown by public settings, with the reason.
    static let leftOut: [String: String] = [
        "cache-not-asked-for": "the tool always uses the role cache",
        "container-full-uri-https": "names a host that is not on loopback",
        "container-relative-wins": "the relative URI's address is fixed and link-local",
        "imds-ipv6-profile": "the address of the mode is fixed and link-local",
        "imds-silent": "an endpoint that is named and silent is a failure, not an absence",
        "process-silent": "the limit is 60 seconds",
        "role-mfa": "needs a person at a terminal",
        "role-mfa-blank": "needs a person at a terminal",
        "role-timed-out": "three limits of 15 seconds",
        "role-unreachable-then-answer": "a limit of 15 seconds",
        "sts-dual-stack": "the host is the point, and excludes an endpoint of one's own",
        "sts-endpoint-ignored": "the host is the point",
        "sts-fips": "the host is the point, and excludes an endpoint of one's own",
        "sts-legacy": "the host is the point",
    ]

    /// The names of all cases.
    static var all: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { FileManager.default.fileExists(atPath: "\(folder)/\($0)/expect.json") }.sorted()
    }

    /// The names of the cases that run.
    static var running: [String] { all.filter { leftOut[$0] == nil } }
}
