import Glibc

/// The locale in which libpq's messages come as its authors wrote them.
///
/// A refused login is only to be had as text, which libpq translates for a program that has called `setlocale`; SQLSTATE
/// and hint could not be read in it.
enum UntranslatedMessages {
    /// Kept for ever; an address, which as a number goes from thread to thread.
    private static let locale = unsafe UInt(bitPattern: newlocale(1 << LC_MESSAGES, "C", nil))

    /// Has nothing translated on the current thread from now on.
    static func use() { _ = unsafe uselocale(locale_t(bitPattern: locale)) }

    /// Has nothing translated on the current thread during a call.
    static func during<Value>(_ body: () -> Value) -> Value {
        let before = unsafe uselocale(locale_t(bitPattern: locale))
        defer { _ = unsafe uselocale(before) }
        return body()
    }
}
