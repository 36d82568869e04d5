import FoundationEssentials

extension Environment {
    /// The environment of this process, read anew at each question.
    package static let process = Environment(
        lookUp: { ProcessInfo.processInfo.environment[$0] },
        list: { ProcessInfo.processInfo.environment }
    )
}
