extension AuthToken {
    /// What a token is asked for: the cluster, the database user, the permission and the time it should last.
    ///
    /// ```swift
    /// let request = AuthToken.Request(endpoint: endpoint, user: "reporting", duration: .seconds(60))
    /// ```
    public struct Request: Sendable, Hashable {
        /// The cluster to log in to.
        public var endpoint: ClusterEndpoint
        /// The database user to log in as.
        public var user: String
        /// The permission to ask for; by default what ``user`` needs.
        public var action: Action
        /// How long the token should last: whole seconds, 1 second to 7 days; 15 minutes by default.
        public var duration: Duration

        /// The duration of a token nobody asked a duration for: 15 minutes, as in the AWS CLI.
        public static let defaultDuration: Duration = .seconds(900)

        /// Creates a request.
        public init(
            endpoint: ClusterEndpoint,
            user: String,
            action: Action? = nil,
            duration: Duration = Self.defaultDuration
        ) {
            self.endpoint = endpoint
            self.user = user
            self.action = action ?? Action(user: user)
            self.duration = duration
        }
    }
}
