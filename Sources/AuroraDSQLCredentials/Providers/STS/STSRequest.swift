/// A request to STS: an action and its parameters as a form.
struct STSRequest: Equatable {
    /// The action's name.
    var action: String
    /// The parameters in order, without those every action has.
    var parameters: [(name: String, value: String)]

    static func == (lhs: STSRequest, rhs: STSRequest) -> Bool {
        lhs.action == rhs.action && lhs.form == rhs.form
    }

    /// The body: `Action`, `Version` and the parameters, percent-encoded.
    var form: String {
        let pairs = [("Action", action), ("Version", "2011-06-15")] + parameters.map { ($0.name, $0.value) }
        return pairs.map { "\($0.0)=\(FormEncoding.encode($0.1))" }.joined(separator: "&")
    }

    /// AssumeRole with a session's name, and the MFA code where one was asked for.
    static func assumeRole(_ role: AssumedRole, sessionName: String, tokenCode: String?) -> STSRequest {
        var parameters = [("RoleArn", role.arn), ("RoleSessionName", sessionName)]
        if let externalID = role.externalID { parameters.append(("ExternalId", externalID)) }
        if let seconds = role.durationSeconds { parameters.append(("DurationSeconds", String(seconds))) }
        if let serial = role.mfaSerial, let tokenCode {
            parameters.append(("SerialNumber", serial))
            parameters.append(("TokenCode", tokenCode))
        }
        return STSRequest(action: "AssumeRole", parameters: parameters.map { (name: $0.0, value: $0.1) })
    }

    /// AssumeRoleWithWebIdentity.
    static func assumeRole(_ role: WebIdentityRole, sessionName: String, token: String) -> STSRequest {
        STSRequest(
            action: "AssumeRoleWithWebIdentity",
            parameters: [
                (name: "RoleArn", value: role.arn), (name: "RoleSessionName", value: sessionName),
                (name: "WebIdentityToken", value: token),
            ]
        )
    }
}
