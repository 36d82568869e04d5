/// Tasks on the loop's own thread.
extension EventLoop: TaskExecutor {
    func enqueue(_ job: consuming ExecutorJob) { add(UnownedJob(job)) }
}
