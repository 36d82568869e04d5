import FoundationEssentials
import Synchronization

/// Signs with AWS Signature Version 4: DSQL's authentication tokens.
///
/// ```swift
/// let signer = SigV4Signer()
/// let token = try signer.presignedToken(
///     host: "abcdefghijklmnopqrstuvwxyz.dsql.us-east-1.on.aws",
///     action: .dbConnectAdmin,
///     region: Region("us-east-1"),
///     credentials: credentials,
///     date: Date(),
///     expiresIn: 900
/// )
/// connect(password: token.password)
/// ```
///
/// Keep one signer and use it from any number of tasks: it keeps the signing key of the last day, Region and
/// credentials, and a further token costs about a microsecond. The key is overwritten when it is replaced and when the
/// signer goes. ``IAMTokenProvider`` does this and looks after credentials as well.
///
/// Source: "AWS Signature Version 4 for API requests" in the AWS Identity and Access Management User Guide.
public final class SigV4Signer: Sendable {
    private let service: String
    private let latest = Mutex<SigningContext?>(nil)

    /// Creates a signer for DSQL.
    public convenience init() { self.init(service: "dsql") }

    /// Creates a signer for a service, by the name that the service's signatures carry.
    package init(service: String) { self.service = service }

    /// The prepared key and texts for a date, a Region and credentials.
    func context(
        secondsSince1970 seconds: Int,
        region: Region,
        credentials: Credentials
    ) throws(CredentialsError)
        -> SigningContext
    {
        let day = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        if let context = latest.withLock({ $0 }), context.serves(day: day, region: region, credentials: credentials) {
            return context
        }
        // Outside the lock: two tasks may do this at once, which costs microseconds and changes nothing.
        let context = try SigningContext(
            SigningContext.Identity(
                day: day,
                region: region,
                service: service,
                accessKeyID: credentials.accessKeyID,
                secretAccessKey: credentials.secretAccessKey,
                sessionToken: credentials.sessionToken
            )
        )
        latest.withLock { $0 = context }
        return context
    }
}
