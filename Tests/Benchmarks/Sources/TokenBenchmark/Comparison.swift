import AuroraDSQLCredentials
import CTokenFloor
import FoundationEssentials

/// One comparison: the same tokens by the floor and by this package, in turns.
struct Comparison {
    private static let rounds = 21
    private static let tokens = 40_000
    private static let host = "abcdefghijklmnopqrstuvwxyz.dsql.us-east-1.on.aws"
    private static let start = 1_756_296_000

    private let credentials: Credentials
    private let region: Region
    private let request: AuthToken.Request

    init(sessionTokenLength length: Int) throws {
        let alphabet = "IQoJb3JpZ2luX2VjEJr//+8wEaCXVzLWVhc3QtMSJHMEUCIQ=="
        let token = String(repeating: alphabet, count: length / alphabet.utf8.count + 1).prefix(length)
        credentials = Credentials(
            accessKeyID: "AKIDEXAMPLE",
            secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
            sessionToken: String(token)
        )
        region = try Region("us-east-1")
        request = AuthToken.Request(endpoint: try ClusterEndpoint(Self.host), user: "admin")
    }

    /// What one way of making tokens costs.
    private struct Cost {
        var nanoseconds: [Double] = []
        var allocations = 0.0

        var median: Double { nanoseconds.sorted()[nanoseconds.count / 2] }
    }

    // Off the main actor, on one thread while it does not wait: CPU time and allocations are that thread's.
    @concurrent func run() async throws {
        let signer = SigV4Signer()
        let provider = IAMTokenProvider(credentialsProvider: StaticCredentialsProvider(credentials))
        let floor = unsafe token_floor_create(
            credentials.accessKeyID,
            credentials.secretAccessKey,
            credentials.sessionToken,
            region.name,
            Int64(Self.start)
        )
        defer { unsafe token_floor_destroy(floor) }
        try check(sign(signer, 0) == (unsafe makeFloor(floor, 0)))

        var (floorCost, signerCost, providerCost) = (Cost(), Cost(), Cost())
        for _ in 0..<Self.rounds {
            measure(&floorCost) { index in
                var length = 0
                let text = unsafe token_floor_make(
                    floor,
                    Self.host,
                    "DbConnectAdmin",
                    Int64(Self.start + index % 1_000),
                    900,
                    &length
                )
                unsafe text?.deallocate()
                return length
            }
            try measure(&signerCost) { try sign(signer, $0).utf8.count }
            try await measureAsynchronously(&providerCost) {
                try await provider.token(for: request).password.utf8.count
            }
        }
        report(floorCost, signerCost, providerCost)
    }

    private func sign(_ signer: SigV4Signer, _ index: Int) throws -> String {
        try signer.presignedToken(
            host: Self.host,
            action: .dbConnectAdmin,
            region: region,
            credentials: credentials,
            date: Date(timeIntervalSince1970: Double(Self.start + index % 1_000)),
            expiresIn: 900
        ).password
    }

    private func makeFloor(_ floor: OpaquePointer?, _ index: Int) -> String {
        var length = 0
        let text = unsafe token_floor_make(
            floor,
            Self.host,
            "DbConnectAdmin",
            Int64(Self.start + index % 1_000),
            900,
            &length
        )
        defer { unsafe text?.deallocate() }
        let bytes = unsafe UnsafeRawBufferPointer(start: text, count: length)
        return unsafe String(decoding: bytes, as: UTF8.self)
    }

    private struct Different: Error {}

    private func check(_ same: Bool) throws { if !same { throw Different() } }

    private func measure(_ cost: inout Cost, _ make: (Int) throws -> Int) rethrows {
        let (time, allocations) = (thread_cpu_nanoseconds(), thread_allocations())
        var total = 0
        for index in 0..<Self.tokens { total &+= try make(index) }
        record(time, allocations, total, in: &cost)
    }

    private func measureAsynchronously(_ cost: inout Cost, _ make: () async throws -> Int) async rethrows {
        let (time, allocations) = (thread_cpu_nanoseconds(), thread_allocations())
        var total = 0
        for _ in 0..<Self.tokens { total &+= try await make() }
        record(time, allocations, total, in: &cost)
    }

    private func record(_ time: Int64, _ allocations: Int64, _ total: Int, in cost: inout Cost) {
        let (end, endAllocations) = (thread_cpu_nanoseconds(), thread_allocations())
        precondition(total > Self.tokens, "no tokens were made")
        cost.nanoseconds.append(Double(end - time) / Double(Self.tokens))
        cost.allocations = Double(endAllocations - allocations) / Double(Self.tokens)
    }

    private func report(_ floor: Cost, _ signer: Cost, _ provider: Cost) {
        func column(_ value: Double, _ width: Int, digits: Int = 0) -> String {
            let scale = digits == 2 ? 100.0 : 1
            let whole = Int((value * scale).rounded())
            let text = digits == 2 ? "\(whole / 100).\(whole % 100 < 10 ? "0" : "")\(whole % 100)" : "\(whole)"
            return String(repeating: " ", count: max(0, width - text.utf8.count)) + text
        }
        print(
            column(Double(credentials.sessionToken?.utf8.count ?? 0), 13),
            column(floor.median, 10),
            column(signer.median, 11),
            column(signer.median / floor.median, 5, digits: 2),
            column(signer.allocations, 7, digits: 2),
            column(provider.median, 16),
            column(provider.allocations, 7, digits: 2),
            separator: " | "
        )
    }
}
