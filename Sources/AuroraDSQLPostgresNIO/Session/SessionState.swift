#if PostgresNIOSupport
    package import AuroraDSQL
    package import NIOCore

    /// What the server has said about a session.
    package struct SessionState: Sendable {
        /// How far the login has come.
        private enum Login { case begun, passwordAsked, done }

        /// Why a login is not gone on with.
        package enum Refusal: Error, Hashable, CustomStringConvertible {
            /// The server wants to know the password in another way than as it is.
            case otherAuthentication(UInt32)
            /// The server does not ask for a password.
            case noPassword

            package var description: String {
                switch self {
                case .otherAuthentication(let code):
                    "the server asks for authentication of kind \(code), not for a password"
                case .noPassword: "the server does not ask for the password"
                }
            }
        }

        private var login = Login.begun
        private var status = PostgresTransactionStatus.unknown
        private var isRunning = true

        /// The tag of the last statement; `nil` for an empty one.
        package private(set) var commandTag: String?
        /// Process number and secret, as a cancel request needs them; `nil` where the server gave none.
        package private(set) var cancelKey: ByteBuffer?
        /// Why the connection must be given up.
        package private(set) var refusal: Refusal?

        /// Begins before the login.
        package init() {}

        /// Where the session stands.
        package var transactionStatus: PostgresTransactionStatus { isRunning ? .unknown : status }

        /// Whether a statement can be running, or the login.
        package var isAtRest: Bool { !isRunning }

        /// Something was sent.
        package mutating func sent() { isRunning = true }

        /// The server said something.
        package mutating func note(_ event: BackendStream.Event) {
            switch event {
            case .authentication(let code): authenticate(code)
            case .keyData(let key): cancelKey = key
            case .commandComplete(let tag): commandTag = tag
            case .emptyQuery: commandTag = nil
            case .notice: break
            case .ready(let letter):
                login = .done
                isRunning = false
                status =
                    switch letter {
                    case UInt8(ascii: "I"): .idle
                    case UInt8(ascii: "T"): .inTransaction
                    case UInt8(ascii: "E"): .failed
                    default: .unknown
                    }
            }
        }

        /// A token is a password in clear; a server that asks for anything else, or for nothing, is not DSQL.
        private mutating func authenticate(_ code: UInt32) {
            switch (login, code) {
            case (.begun, 3): login = .passwordAsked
            case (.passwordAsked, 0): login = .done
            case (.begun, 0): refusal = .noPassword
            default: refusal = .otherAuthentication(code)
            }
        }
    }
#endif
