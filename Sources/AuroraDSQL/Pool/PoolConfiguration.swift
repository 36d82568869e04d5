/// How a client keeps its connections.
///
/// ```swift
/// var pool = PoolConfiguration()
/// pool.maximumConnections = 20
/// pool.minimumConnections = 2
/// ```
///
/// A plain value; ``DSQLClient`` refuses what cannot be with ``DSQLError/Code/invalidConfiguration``. All times are
/// measured on the monotonic clock, so that setting the machine's clock changes nothing.
public struct PoolConfiguration: Sendable, Hashable {
    /// The most connections at any time, those being opened and closed counted: 10 by default, at least 1.
    public var maximumConnections = 10
    /// The connections that are opened ahead of use and never closed for being idle: 0 by default.
    public var minimumConnections = 0
    /// The most connections that are being opened at one time: 4 by default, at least 1.
    ///
    /// DSQL admits 100 new connections a second to a cluster; many clients that start together should not use that up.
    public var maximumConnectionsBeingOpened = 4

    /// The longest life of a connection: 55 minutes by default.
    ///
    /// DSQL ends a session after 60 minutes. A connection whose time has come while it is lent is closed when it is
    /// returned.
    public var maximumLifetime: Duration = .seconds(55 * 60)
    /// The share of the life that is taken off at random, 0 to 1: 0.1 by default.
    ///
    /// Connections that were opened together are then not replaced together.
    public var lifetimeJitter = 0.1
    /// How long a connection may be idle before it is closed: 10 minutes by default.
    public var idleTimeout: Duration = .seconds(10 * 60)

    /// How long a connection may be idle before it is checked when it is next lent: 60 seconds by default.
    ///
    /// A connection is also checked when another one has been lost since it was last used.
    public var livenessCheckAfter: Duration = .seconds(60)
    /// How long such a check (`SELECT 1`) may take: 5 seconds by default.
    public var livenessCheckTimeout: Duration = .seconds(5)

    /// How long a call waits for a connection, and a new connection for its token: 30 seconds by default.
    public var acquireTimeout: Duration = .seconds(30)
    /// How long `ROLLBACK`, `RESET ALL` and, for a cancelled task, `COMMIT` may take before the connection is closed.
    ///
    /// 10 seconds by default.
    public var settleTimeout: Duration = .seconds(10)
    /// How long shutting down waits for connections that are lent: 30 seconds by default.
    public var drainTimeout: Duration = .seconds(30)

    /// Whether `RESET ALL` is sent when a connection is returned: `false` by default.
    ///
    /// Without it what a call set (`SET search_path`, `SET ROLE`) is still set for the next one. `DISCARD ALL` is never
    /// sent, since DSQL refuses it.
    public var resetsOnReturn = false

    /// Creates a configuration with the default values.
    public init() {}

    /// Refuses what cannot be.
    package func check() throws(DSQLError) {
        func require(
            _ condition: Bool,
            _ name: String,
            _ value: some CustomStringConvertible,
            _ rule: String
        )
            throws(DSQLError)
        {
            if condition { return }
            throw DSQLError(.invalidConfiguration, "\(name) is \(value).", remedy: "Give \(rule).")
        }
        try require(maximumConnections >= 1, "maximumConnections", maximumConnections, "at least 1")
        try require(
            (0...maximumConnections).contains(minimumConnections),
            "minimumConnections",
            minimumConnections,
            "0 to maximumConnections, which is \(maximumConnections)"
        )
        try require(
            maximumConnectionsBeingOpened >= 1,
            "maximumConnectionsBeingOpened",
            maximumConnectionsBeingOpened,
            "at least 1"
        )
        try require((0...1).contains(lifetimeJitter), "lifetimeJitter", lifetimeJitter, "0 to 1")
        let positive: [(String, Duration)] = [
            ("maximumLifetime", maximumLifetime), ("idleTimeout", idleTimeout),
            ("livenessCheckTimeout", livenessCheckTimeout), ("acquireTimeout", acquireTimeout),
            ("settleTimeout", settleTimeout),
        ]
        for (name, value) in positive { try require(value > .zero, name, value, "more than zero") }
        try require(livenessCheckAfter >= .zero, "livenessCheckAfter", livenessCheckAfter, "zero or more")
        try require(drainTimeout >= .zero, "drainTimeout", drainTimeout, "zero or more")
    }
}
