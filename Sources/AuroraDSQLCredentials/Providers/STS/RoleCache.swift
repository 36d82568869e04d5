import FoundationEssentials
import Logging

/// The AWS CLI's cache of role credentials, `~/.aws/cli/cache/<sha1>.json`: an MFA code typed for one serves the other.
///
/// Whatever is wrong with a file there is a debug line and no more: it is a cache.
struct RoleCache {
    /// As long must credentials live to be taken from the cache, as in the CLI.
    private static let reserve = 15.0 * 60

    private let folder: String
    private let context: ProviderContext

    init?(context: ProviderContext) {
        guard let home = ConfigurationPaths(environment: context.environment, files: context.files).home else {
            return nil
        }
        folder = "\(home)/.aws/cli/cache"
        self.context = context
    }

    /// The file's name for a role: the SHA-1 hash of the call's arguments as Python writes them in JSON, sorted, without
    /// a session name that was made up.
    static func key(for role: AssumedRole) -> String {
        var arguments: [(String, String)] = []
        if let seconds = role.durationSeconds { arguments.append(("DurationSeconds", String(seconds))) }
        if let externalID = role.externalID { arguments.append(("ExternalId", PythonJSON.string(externalID))) }
        arguments.append(("RoleArn", PythonJSON.string(role.arn)))
        if let name = role.sessionName { arguments.append(("RoleSessionName", PythonJSON.string(name))) }
        if let serial = role.mfaSerial { arguments.append(("SerialNumber", PythonJSON.string(serial))) }
        return hash(arguments)
    }

    /// The same for a role behind a web identity.
    static func key(for role: WebIdentityRole) -> String {
        var arguments = [("RoleArn", PythonJSON.string(role.arn))]
        if let name = role.sessionName { arguments.append(("RoleSessionName", PythonJSON.string(name))) }
        return hash(arguments)
    }

    private static func hash(_ arguments: [(String, String)]) -> String {
        let members = arguments.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ")
        return LibcryptoProofs.sha1Hex("{\(members)}")
    }

    /// The cached credentials, if they live long enough.
    func read(_ key: String) -> Credentials? {
        guard let bytes = try? context.files.read(path(key), limit: JSONValue.sizeLimit),
            let part = JSONValue(parsing: bytes)?["Credentials"],
            let accessKeyID = part["AccessKeyId"]?.text, let secret = part["SecretAccessKey"]?.text,
            let token = part["SessionToken"]?.text,
            let expiration = part["Expiration"]?.text.flatMap(AWSTimestamp.parseCached),
            expiration.timeIntervalSince(context.clock.now()) >= RoleCache.reserve
        else { return nil }
        return Credentials(
            accessKeyID: accessKeyID,
            secretAccessKey: secret,
            sessionToken: token,
            expiration: expiration,
            accountID: part["AccountId"]?.text
        )
    }

    /// Keeps an answer for the next call, ours or the CLI's.
    func write(_ answer: STSAnswer, key: String) {
        guard let expiration = answer.credentials.expiration else { return }
        var part: [String: JSONValue] = [
            "AccessKeyId": .string(answer.credentials.accessKeyID),
            "SecretAccessKey": .string(answer.credentials.secretAccessKey),
            "SessionToken": .string(answer.credentials.sessionToken ?? ""),
            "Expiration": .string(AWSTimestamp.cached(expiration)),
        ]
        if let account = answer.credentials.accountID { part["AccountId"] = .string(account) }
        var content: [String: JSONValue] = ["Credentials": .object(part)]
        if let arn = answer.assumedRoleARN {
            content["AssumedRoleUser"] = .object([
                "Arn": .string(arn), "AssumedRoleId": .string(answer.assumedRoleID ?? ""),
            ])
        }
        do {
            try context.files.writeAtomically(try JSONValue.object(content).serialized(), to: path(key))
        } catch {
            context.logger.debug(
                "The role's credentials were not cached.",
                metadata: ["reason": "\(error.message)"]
            )
        }
    }

    private func path(_ key: String) -> String { "\(folder)/\(key).json" }
}
