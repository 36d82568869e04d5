/// Stands between a command and those who signal the tool: what the command does, the tool does.
struct ChildSupervisor {
    private let process: Int32

    init(_ process: Int32) { self.process = process }

    /// Waits for the command's end, and passes on the signals that are sent to the tool.
    func ending() -> POSIX.Ending {
        while true {
            let signal = POSIX.nextSignal()
            guard signal.number == POSIX.Signal.child else {
                if signal.isForCommand { POSIX.send(signal.number, to: process) }
                continue
            }
            switch POSIX.state(of: process) {
            case .running: continue
            case .ended(let ending): return ending
            // The shell that waits for the tool sees that the job has stopped, and takes its terminal back.
            case .stopped: POSIX.stopSelf()
            }
        }
    }
}
