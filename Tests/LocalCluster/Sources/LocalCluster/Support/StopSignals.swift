import Dispatch
import Foundation
import Glibc

/// Reasons to stop that come from outside.
package enum StopReason: Sendable, Equatable {
    case signal(Int32)
    case parentEnded
}

/// Turns signals, and the end of an inherited pipe, into a stream of reasons to stop, for as long as it is kept.
package struct StopSignals: ~Copyable {
    package let reasons: AsyncStream<StopReason>
    private let sources: [any DispatchSourceSignal]

    /// - Parameter descriptor: an open descriptor of this process whose end of file means that the parent is gone.
    package init(signals: [Int32], endOfFileOn descriptor: Int32?) {
        let (stream, continuation) = AsyncStream.makeStream(of: StopReason.self)
        reasons = stream
        // A client that closes must not end the process.
        signal(SIGPIPE, SIG_IGN)
        sources = signals.map { number in
            // The source only watches; the default action would still end the process.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { continuation.yield(.signal(number)) }
            source.activate()
            return source
        }
        guard let descriptor else { return }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        Thread.detachNewThread {
            var buffer = [UInt8](repeating: 0, count: 256)
            while true {
                let count = unsafe read(descriptor, &buffer, buffer.count)
                if count > 0 || (count < 0 && errno == EINTR) { continue }
                continuation.yield(.parentEnded)
                return
            }
        }
    }
}
