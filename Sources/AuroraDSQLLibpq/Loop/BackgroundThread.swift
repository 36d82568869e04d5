import Glibc

/// Starts threads of our own, for what must not sit on the concurrency pool.
enum BackgroundThread {
    /// The locale in which nothing is translated, as an address; kept for ever.
    private static let untranslated = unsafe UInt(bitPattern: newlocale(1 << LC_MESSAGES, "C", nil))

    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Runs a body on a new thread, which blocks all signals: those are the program's.
    ///
    /// A refused login is only to be had as libpq's text, and a program that has called `setlocale` would get that text
    /// in its user's language: on this thread nothing is translated.
    static func start(_ run: @escaping @Sendable () -> Void) throws(SystemFailure) {
        var all = sigset_t()
        var before = sigset_t()
        unsafe sigfillset(&all)
        unsafe pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { _ = unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }

        let body = unsafe Unmanaged.passRetained(Body(run))
        var thread = pthread_t()
        let status = unsafe pthread_create(
            &thread,
            nil,
            { argument in
                _ = unsafe uselocale(locale_t(bitPattern: BackgroundThread.untranslated))
                if let argument = unsafe argument {
                    unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                }
                return nil
            },
            body.toOpaque()
        )
        guard status == 0 else {
            unsafe body.release()
            throw SystemFailure("pthread_create", status)
        }
        pthread_detach(thread)
    }
}
