import Glibc

/// CPU time of the process, all of its threads, and the time on the wall, in nanoseconds.
struct Moment {
    let cpu: Int64
    let wall: Int64

    static var now: Moment {
        Moment(cpu: nanoseconds(CLOCK_PROCESS_CPUTIME_ID), wall: nanoseconds(CLOCK_MONOTONIC))
    }

    private static func nanoseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        unsafe clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

/// Sends what was printed on its way: standard output may be a pipe.
func flush() { fflush(nil) }
