import FoundationEssentials

/// What STS says to AssumeRole and AssumeRoleWithWebIdentity.
struct STSAnswer: Equatable {
    /// The credentials of the role.
    var credentials: Credentials
    /// The ARN of the session.
    var assumedRoleARN: String?
    /// The ID of the session.
    var assumedRoleID: String?

    /// Reads the answer to an action; `nil` where it is not one.
    init?(action: String, body: [UInt8]) {
        guard let root = XMLElement(parsing: body), root.name == "\(action)Response",
            let result = root["\(action)Result"], let part = result["Credentials"],
            let key = part.value("AccessKeyId"), let secret = part.value("SecretAccessKey"),
            let token = part.value("SessionToken"),
            let expiration = part.value("Expiration").flatMap(AWSTimestamp.parseISO8601)
        else { return nil }
        let user = result["AssumedRoleUser"]
        assumedRoleARN = user?.value("Arn")
        assumedRoleID = user?.value("AssumedRoleId")
        credentials = Credentials(
            accessKeyID: key,
            secretAccessKey: secret,
            sessionToken: token,
            expiration: expiration,
            accountID: assumedRoleARN.flatMap(STSAnswer.account)
        )
    }

    /// The account in an ARN.
    static func account(of arn: String) -> String? {
        let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count > 5, parts[0] == "arn", !parts[4].isEmpty else { return nil }
        return String(parts[4])
    }
}

/// An error that STS answers with.
struct STSFailure: Equatable {
    /// The error's code, such as `AccessDenied`.
    var code: String
    /// AWS's sentence.
    var message: String

    /// Reads an error answer; `nil` where it is not one.
    init?(body: [UInt8]) {
        // STS itself answers without `Errors`; stand-ins for it, such as moto, in the form of EC2, which botocore takes too.
        guard let root = XMLElement(parsing: body), root.name == "ErrorResponse",
            let error = root["Error"] ?? root["Errors"]?["Error"], let code = error.value("Code")
        else { return nil }
        self.code = code
        message = error.value("Message") ?? ""
    }

    /// Whether trying again can help: throttling, and an identity provider that STS did not reach.
    var isTransient: Bool {
        switch code {
        case "IDPCommunicationError", "Throttling", "ThrottlingException", "ThrottledException",
            "RequestThrottled", "RequestThrottledException", "TooManyRequestsException", "RequestLimitExceeded",
            "BandwidthLimitExceeded", "LimitExceededException", "SlowDown", "PriorRequestNotComplete",
            "TransactionInProgressException", "RequestTimeout", "RequestTimeoutException", "InternalError",
            "ServiceUnavailable":
            true
        default: false
        }
    }
}
