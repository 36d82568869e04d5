import Glibc

extension String {
    /// Whether a C string of it would end early.
    var holdsZeroByte: Bool {
        // The search of a collection takes 36 instructions a byte, which shows in a large statement.
        unsafe withCString { unsafe strlen($0) } != utf8.count
    }
}
