/// A service that credentials come from.
package struct AWSService: Sendable, Equatable {
    /// The service's ID in AWS's models, such as `SSO OIDC`.
    package var id: String
    /// The beginning of its host names.
    package var hostPrefix: String

    /// Creates a service.
    package init(id: String, hostPrefix: String) {
        self.id = id
        self.hostPrefix = hostPrefix
    }

    /// The Security Token Service.
    package static let sts = AWSService(id: "STS", hostPrefix: "sts")
    /// The portal of IAM Identity Center.
    package static let sso = AWSService(id: "SSO", hostPrefix: "portal.sso")
    /// The token service of IAM Identity Center.
    package static let ssoOIDC = AWSService(id: "SSO OIDC", hostPrefix: "oidc")
    /// AWS Sign-In, behind `aws login`.
    package static let signin = AWSService(id: "Signin", hostPrefix: "signin")

    /// The variable of its endpoint.
    package var endpointVariable: String { "AWS_ENDPOINT_URL_" + underscored.uppercased() }
    /// Its block in a `[services NAME]` section.
    package var configurationName: String { underscored.lowercased() }

    private var underscored: String { String(id.map { $0 == " " || $0 == "-" ? "_" : $0 }) }
}
