/// The one line that answers a command.
struct ControlAnswer: Sendable, Codable, Equatable {
    struct ArmedFault: Sendable, Codable, Equatable {
        var fault: String
        /// Absent: for ever.
        var count: Int?
        var probability: Double
    }

    struct Keys: Sendable, Codable, Equatable {
        var accessKeyID: String
        var secretAccessKey: String
        var sessionToken: String?
    }

    var ok: Bool
    var error: String?
    var seed: UInt64?
    var killed: Int?
    var sessions: Int?
    var faults: [ArmedFault]?
    var fired: [String: Int]?
    var keys: Keys?

    init(ok: Bool = true, error: String? = nil) {
        self.ok = ok
        self.error = error
    }
}
