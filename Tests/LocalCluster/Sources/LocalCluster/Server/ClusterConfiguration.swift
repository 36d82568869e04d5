/// What a cluster is started with.
package struct ClusterConfiguration: Sendable {
    package var clusterID: String
    package var names: ClusterNames
    package var region: String
    package var roles: [String] = []
    package var keys: [AccessKey]
    package var deniedActions: Set<String> = []
    package var listenAddress = "127.0.0.1"
    package var port = 0
    /// Added to the real time before a token's dates are looked at.
    package var clockOffsetSeconds: Int64 = 0
    /// From the accepted connection to the accepted login.
    package var loginLimitSeconds: Int64 = 30

    package init(clusterID: String, names: ClusterNames, region: String, keys: [AccessKey]) {
        self.clusterID = clusterID
        self.names = names
        self.region = region
        self.keys = keys
    }
}
