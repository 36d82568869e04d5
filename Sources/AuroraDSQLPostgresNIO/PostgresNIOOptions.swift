#if PostgresNIOSupport
    import AuroraDSQL

    /// What can be chosen about the driver on PostgresNIO.
    ///
    /// ```swift
    /// var options = PostgresNIOOptions()
    /// options.tlsNegotiation = .sslRequest
    /// let driver = PostgresNIODriver(options: options)
    /// ```
    ///
    /// Where to connect, as whom, and whom to trust are not the driver's to choose: there is no field for them.
    public struct PostgresNIOOptions: Sendable, Hashable {
        /// How TLS begins.
        public enum TLSNegotiation: Sendable, Hashable {
            /// With the first byte, as DSQL and PostgreSQL 17 and later take it.
            case direct
            /// After PostgreSQL's SSLRequest, for a proxy that knows no other way; one exchange slower.
            case sslRequest
        }

        /// How TLS begins, directly by default; it is verified in full either way.
        public var tlsNegotiation = TLSNegotiation.direct
        /// How long a cancelled `execute` may take to come to rest before its connection is closed; 5 seconds by default.
        ///
        /// The statement is cancelled at the server within this time, over a connection of its own with TLS.
        public var cancelTimeout: Duration = .seconds(5)

        /// Creates the default options.
        public init() {}

        /// Checks that every value makes sense.
        ///
        /// - Throws: `DSQLError` with code `invalidConfiguration`, naming the value.
        public func validate() throws {
            let range: ClosedRange<Duration> = .milliseconds(1)...(.seconds(86_400))
            guard range.contains(cancelTimeout) else {
                throw DSQLError(
                    .invalidConfiguration,
                    "PostgresNIOOptions.cancelTimeout cannot be \(cancelTimeout).",
                    remedy: "Give \(range.lowerBound) to \(range.upperBound)."
                )
            }
        }
    }
#endif
