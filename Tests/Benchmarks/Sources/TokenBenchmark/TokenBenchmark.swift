import AuroraDSQLCredentials
import CTokenFloor
import FoundationEssentials

/// Prints what a token costs: CPU time and allocations, beside the floor in C.
@main struct TokenBenchmark {
    static func main() async throws {
        print("session token |    floor C | SigV4Signer | ratio | mallocs | IAMTokenProvider | mallocs")
        print("   characters |   ns/token |    ns/token |       |  /token |         ns/token |  /token")
        for length in [0, 1_000] { try await Comparison(sessionTokenLength: length).run() }
    }
}
