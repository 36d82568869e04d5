import AuroraDSQL

/// What can be chosen about libpq itself.
///
/// ```swift
/// var options = LibpqOptions()
/// options.rowsPerChunk = 500
/// let driver = LibpqDriver(options: options)
/// ```
///
/// Where to connect, as whom, and TLS are not the driver's to choose: there is no field for them.
public struct LibpqOptions: Sendable, Hashable {
    /// Whether an idle connection is probed by TCP; on by default.
    public var keepalives = true
    /// How long a connection is silent before the first probe: whole seconds, 30 by default.
    public var keepalivesIdle: Duration = .seconds(30)
    /// The time between probes: whole seconds, 10 by default.
    public var keepalivesInterval: Duration = .seconds(10)
    /// How many unanswered probes end a connection; 3 by default.
    public var keepalivesCount = 3
    /// How long what was sent may go without acknowledgement before the connection ends: whole milliseconds, 60 seconds
    /// by default; zero leaves it to the system.
    public var tcpUserTimeout: Duration = .seconds(60)
    /// How many rows a chunk of a streamed result has at most; 1,000 by default.
    public var rowsPerChunk = 1000
    /// How long a call that was cancelled, or a stream that was left early, may take to come to rest before the
    /// connection is closed; 5 seconds by default.
    ///
    /// On libpq 17 and later a cancelled statement is cancelled at the server within this time. An older libpq would
    /// send the request in clear, so there the connection is closed at once.
    public var cancelTimeout: Duration = .seconds(5)

    /// Creates the default options.
    public init() {}

    /// Checks that every value makes sense.
    ///
    /// - Throws: `DSQLError` with code `invalidConfiguration`, naming the value.
    public func validate() throws {
        let durations: [(String, Duration, ClosedRange<Duration>)] = [
            ("keepalivesIdle", keepalivesIdle, .seconds(1)...(.seconds(32_767))),
            ("keepalivesInterval", keepalivesInterval, .seconds(1)...(.seconds(32_767))),
            ("tcpUserTimeout", tcpUserTimeout, .zero...(.seconds(86_400))),
            ("cancelTimeout", cancelTimeout, .milliseconds(1)...(.seconds(86_400))),
        ]
        for (name, value, range) in durations where !range.contains(value) {
            throw Self.refused(name, "\(value)", "\(range.lowerBound) to \(range.upperBound)")
        }
        guard (1...127).contains(keepalivesCount) else {
            throw Self.refused("keepalivesCount", "\(keepalivesCount)", "1 to 127")
        }
        guard (1...1_000_000).contains(rowsPerChunk) else {
            throw Self.refused("rowsPerChunk", "\(rowsPerChunk)", "1 to 1000000")
        }
    }

    private static func refused(_ name: String, _ value: String, _ range: String) -> DSQLError {
        DSQLError(.invalidConfiguration, "LibpqOptions.\(name) cannot be \(value).", remedy: "Give \(range).")
    }
}
