import Synchronization

/// The thread that runs all transfers of one client, and the queue that feeds it.
///
/// The thread starts with the first request, so that a program that makes none never opens libcurl, and ends when its
/// client is let go of or nothing was asked for a while: the next request starts another one.
final class CurlLoop: Sendable {
    private struct State {
        var queue: [CurlExchange] = []
        var cancelled: [CurlExchange] = []
        var wakeUp: CurlTransfers.WakeUp?
        var hasThread = false
        var isClosed = false
    }

    private enum Turn {
        case work(start: [CurlExchange], cancel: [CurlExchange])
        case end
    }

    private let state = Mutex(State())
    private let libraryNames: [String]
    private let idleMilliseconds: Int32

    /// The thread and its connections are kept for `idleMilliseconds` with nothing to do.
    init(libraryNames: [String], idleMilliseconds: Int32) {
        self.libraryNames = libraryNames
        self.idleMilliseconds = idleMilliseconds
    }

    /// Takes a request, starting the thread where there is none.
    func submit(_ exchange: CurlExchange) {
        let needsThread = state.withLock { state in
            state.queue.append(exchange)
            state.wakeUp?.wake()
            defer { state.hasThread = true }
            return !state.hasThread
        }
        if needsThread, !DetachedThread.start({ self.run() }) {
            stop(failing: CredentialsError(.unreachable, "The system refused a thread for HTTP requests."))
        }
    }

    /// Drops a request whose caller has left.
    func cancel(_ exchange: CurlExchange) {
        state.withLock { state in
            guard state.hasThread else { return }
            state.cancelled.append(exchange)
            state.wakeUp?.wake()
        }
    }

    /// Ends the thread as soon as no request is on its way.
    func close() {
        state.withLock { state in
            state.isClosed = true
            state.wakeUp?.wake()
        }
    }

    private func run() {
        let opened = Result { () throws(CredentialsError) in
            try CurlTransfers(library: CurlTransfers.Library.open(libraryNames))
        }
        switch consume opened {
        case .success(let transfers): run(transfers)
        case .failure(let error): stop(failing: error)
        }
    }

    private func run(_ transfers: consuming CurlTransfers) {
        state.withLock { $0.wakeUp = transfers.wakeUp }
        var idleSince = ContinuousClock.now
        while true {
            let isIdle = transfers.isEmpty
            if !isIdle { idleSince = .now }
            switch turn(isIdle: isIdle, isLate: ContinuousClock.now - idleSince >= .milliseconds(idleMilliseconds)) {
            case .end: return
            case .work(let start, let cancel):
                for exchange in cancel { transfers.drop(exchange) }
                for exchange in start where !exchange.answer.isFinished { transfers.start(exchange) }
            }
            transfers.proceed()
            transfers.wait(milliseconds: idleMilliseconds)
        }
    }

    private func turn(isIdle: Bool, isLate: Bool) -> Turn {
        state.withLock { state in
            if isIdle, state.queue.isEmpty, isLate || state.isClosed {
                // Forgotten before the handles are freed: nobody may wake a loop that is gone.
                state.wakeUp = nil
                state.hasThread = false
                state.cancelled = []
                return .end
            }
            defer {
                state.queue = []
                state.cancelled = []
            }
            return .work(start: state.queue, cancel: state.cancelled)
        }
    }

    private func stop(failing error: CredentialsError) {
        let left = state.withLock { state in
            defer { state = State(isClosed: state.isClosed) }
            return state.queue
        }
        for exchange in left { exchange.answer.finish(.failure(error)) }
    }
}
