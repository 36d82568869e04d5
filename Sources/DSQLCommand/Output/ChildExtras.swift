/// What the environment of a child gets or loses beyond what libpq needs.
struct ChildExtras: Sendable, Equatable {
    /// The variables that get a connection URL.
    let exports: [String]
    /// Whether the AWS keys go.
    let scrubsAWS: Bool

    /// Nothing.
    static let none = ChildExtras()

    /// The variables that hold AWS keys; what only says where some are to be had stays.
    static let awsKeys = [
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN",
        "AWS_CREDENTIAL_EXPIRATION", "AWS_CONTAINER_AUTHORIZATION_TOKEN",
    ]

    /// The variables of libpq's that `exec` decides about.
    private static let taken = Set(
        ChildEnvironment.overriding + [
            "PGHOST", "PGHOSTADDR", "PGPORT", "PGUSER", "PGDATABASE", "PGPASSWORD", "PGSSLMODE", "PGSSLROOTCERT",
            "PGSSLNEGOTIATION", "PGSSLMINPROTOCOLVERSION", "PGSSLCERTMODE", "PGGSSENCMODE", "PGREQUIREAUTH",
            "PGAPPNAME", "PGCONNECT_TIMEOUT",
        ]
    )

    private init() {
        exports = []
        scrubsAWS = false
    }

    /// Checks the names.
    init(exports: [String], scrubsAWS: Bool) throws(CommandFailure) {
        for name in exports {
            // Not repeated: what is no name may be a URL with a password.
            guard Self.isName(name) else {
                throw CommandFailure(
                    .badValue,
                    "A text given to --export cannot be the name of a variable.",
                    remedy: "Use letters, digits and _, not a digit first: --export DATABASE_URL."
                )
            }
            guard !Self.taken.contains(name) else {
                throw CommandFailure(
                    .badValue,
                    "--export \(name) would overwrite a variable that libpq reads.",
                    remedy: "Give another name, such as DATABASE_URL."
                )
            }
        }
        self.exports = exports
        self.scrubsAWS = scrubsAWS
    }

    /// The variables to unset.
    var removals: [String] { scrubsAWS ? Self.awsKeys : [] }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return text.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x61...0x7A).contains(byte)
        }
    }
}
