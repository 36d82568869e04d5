#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension POSIX {
    /// The environment's entries as they are.
    static func environmentEntries() -> [[UInt8]] {
        var entries: [[UInt8]] = []
        var next = unsafe environ
        while let entry = unsafe next.pointee {
            entries.append(unsafe Array(UnsafeRawBufferPointer(start: entry, count: strlen(entry))))
            unsafe next += 1
        }
        return entries
    }

    /// The descriptors beyond the standard streams that a program would inherit.
    static func inheritedDescriptors() -> [Int32] {
        let highest = Int32(min(sysconf(Int32(_SC_OPEN_MAX)), 4_096))
        return (3..<max(highest, 3)).filter { descriptor in
            let flags = fcntl(descriptor, F_GETFD)
            return flags >= 0 && flags & FD_CLOEXEC == 0
        }
    }

    /// Lets go of standard input, standard output and other descriptors, all of which a child has by now.
    static func detachInput(alsoClosing others: [Int32]) {
        for descriptor in others { close(descriptor) }
        let null = unsafe open("/dev/null", O_RDWR | O_CLOEXEC)
        guard null >= 0 else { return }
        for descriptor in Int32(0)...1 { dup2(null, descriptor) }
        if null > 2 { close(null) }
    }

    /// Waits, also while the machine sleeps: on waking up after the time, it is over.
    static func sleep(seconds: Double) {
        let nanoseconds = Int((seconds * 1e9).rounded(.up))
        #if os(Linux)
            var end = timespec()
            unsafe clock_gettime(CLOCK_BOOTTIME, &end)
            let sum = end.tv_nsec + nanoseconds
            end.tv_sec += sum / 1_000_000_000
            end.tv_nsec = sum % 1_000_000_000
            // 1 is TIMER_ABSTIME, which Swift does not see on every platform.
            while unsafe clock_nanosleep(CLOCK_BOOTTIME, 1, &end, nil) == EINTR {}
        #else
            var rest = timespec(tv_sec: nanoseconds / 1_000_000_000, tv_nsec: nanoseconds % 1_000_000_000)
            while unsafe nanosleep(&rest, &rest) == -1, errno == EINTR {}
        #endif
    }
}
