package import AuroraDSQLCredentials

/// Where the Region came from.
package enum RegionSource: String, Sendable {
    case option = "--region or the URL"
    case host = "the host name"
    case variable = "AWS_REGION"
    case otherVariable = "AWS_DEFAULT_REGION"
    case elsewhere = "the profile, or the instance this runs on"

    /// Asks in the order in which a Region is looked for.
    package init(host: String, isGiven: Bool, environment: Environment) {
        if isGiven {
            self = .option
        } else if case .cluster? = try? ClusterHost(host) {
            self = .host
        } else if environment.value("AWS_REGION") != nil {
            self = .variable
        } else if environment.value("AWS_DEFAULT_REGION") != nil {
            self = .otherVariable
        } else {
            self = .elsewhere
        }
    }
}
