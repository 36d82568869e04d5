/// What keeps the stand-in from starting or going on.
///
/// None of it is worth a retry before the cause is gone. Two errors are equal when their codes are.
package struct LocalClusterError: Error, Sendable, Equatable, CustomStringConvertible {
    package struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Value: String {
            case postgresNotFound, postgresFailed, invalidAddress, listenFailed, fileFailed, processFailed
        }
        private let value: Value

        package static let postgresNotFound = Code(value: .postgresNotFound)
        package static let postgresFailed = Code(value: .postgresFailed)
        package static let invalidAddress = Code(value: .invalidAddress)
        package static let listenFailed = Code(value: .listenFailed)
        package static let fileFailed = Code(value: .fileFailed)
        package static let processFailed = Code(value: .processFailed)

        package var description: String { value.rawValue }
    }

    package var code: Code
    package var message: String
    package var remedy: String?
    package var cause: (any Error)?
    package var location: String

    package init(
        _ code: Code,
        _ message: String,
        remedy: String? = nil,
        cause: (any Error)? = nil,
        file: String = #fileID,
        line: Int = #line
    ) {
        self.code = code
        self.message = message
        self.remedy = remedy
        self.cause = cause
        location = "\(file):\(line)"
    }

    package static func == (left: Self, right: Self) -> Bool { left.code == right.code }

    package var description: String {
        [message, remedy, cause.map { "Cause: \($0)." }].compactMap(\.self).joined(separator: " ")
    }
}
