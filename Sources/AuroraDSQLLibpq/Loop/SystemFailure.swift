import Glibc

/// A system call that failed.
struct SystemFailure: Error, Sendable, CustomStringConvertible {
    let call: String
    let number: Int32

    init(_ call: String, _ number: Int32) {
        self.call = call
        self.number = number
    }

    var description: String {
        let reason = unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
        return "\(call) failed: \(reason)"
    }
}
