/// What a client's pool holds and has done: one moment's picture.
///
/// ```swift
/// let statistics = client.statistics
/// metrics.record(statistics.leasedConnections, statistics.waitingCalls)
/// ```
public struct PoolStatistics: Sendable, Hashable {
    /// The connections that are being opened.
    public package(set) var openingConnections = 0
    /// The connections that wait to be lent.
    public package(set) var idleConnections = 0
    /// The connections that are lent.
    public package(set) var leasedConnections = 0
    /// The connections that are being checked, rolled back or reset.
    public package(set) var busyConnections = 0
    /// The connections that are being closed.
    public package(set) var closingConnections = 0
    /// The calls that wait for a connection.
    public package(set) var waitingCalls = 0

    /// The leases since the client was made.
    public package(set) var leases = 0
    /// The calls whose wait for a connection ran out.
    public package(set) var acquireTimeouts = 0
    /// The connections that were opened.
    public package(set) var opened = 0
    /// The attempts to open a connection that failed.
    public package(set) var openFailures = 0
    /// The connections that were closed.
    public package(set) var closed = 0

    /// All connections, in whatever state: never more than ``PoolConfiguration/maximumConnections``.
    public var connections: Int {
        openingConnections + idleConnections + leasedConnections + busyConnections + closingConnections
    }

    /// Creates empty statistics.
    package init() {}
}
