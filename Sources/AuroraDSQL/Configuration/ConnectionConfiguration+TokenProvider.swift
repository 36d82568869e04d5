import AuroraDSQLCredentials
import Logging

extension ConnectionConfiguration {
    /// The tokens of who brings no provider: signed with the profile's credentials, or those the AWS CLI would find.
    func defaultTokenProvider(logger: Logger?) -> any TokenProvider {
        IAMTokenProvider(profile: profile?.nonEmpty, logger: logger)
    }
}
