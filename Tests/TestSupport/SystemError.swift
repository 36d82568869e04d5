import Foundation

/// A system call that failed.
package struct SystemError: Error, CustomStringConvertible {
    /// What failed, and why.
    package let description: String

    /// Takes the reason from `errno`, or from a call that returned it.
    package init(_ call: String, code: Int32 = errno) {
        description = unsafe "\(call): \(String(cString: strerror(code)))"
    }
}
