import NIOCore

/// What the relay knows about one session, and what it does with each message: a value without I/O.
struct SessionMachine: Sendable {
    enum FrontendAction: Sendable, Equatable {
        case forward(ByteBuffer)
        /// Ends both connections with nothing more said.
        case cut
    }

    struct FrontendStep: Sendable, Equatable {
        var action: FrontendAction
        var refusals: [Refusal] = []
        var fault: Fault?
    }

    private var isReady = false
    /// ReadyForQuery's byte: I, T or E.
    private(set) var transactionStatus = UInt8(ascii: "I")
    /// Kinds of prepared statements and portals that are not `.other`.
    private var statements: [String: StatementKind] = [:]
    private var portals: [String: StatementKind] = [:]
    /// How many ReadyForQuery are still to come for what the client has sent.
    private var outstandingReplies = 0
    private var injections = 0
    private var replies = ReplyEditor()
    let sessionID: String

    init(sessionID: String) { self.sessionID = sessionID }

    // MARK: From the client

    mutating func frontend(
        type: UInt8,
        message: ByteBuffer,
        take: (Set<Fault.Kind>) -> Fault?
    ) -> FrontendStep {
        var body = message
        body.moveReaderIndex(forwardBy: 5)
        switch type {
        case UInt8(ascii: "Q"):
            let step = query(message, body, take)
            outstandingReplies += 1
            return step
        case UInt8(ascii: "P"):
            return parse(message, body)
        case UInt8(ascii: "B"):
            if let portal = body.readNullTerminatedString(), let statement = body.readNullTerminatedString() {
                portals[portal] = statements[statement]
            }
        case UInt8(ascii: "E"):
            if let portal = body.readNullTerminatedString() {
                return execute(message, portals[portal] ?? .other, take)
            }
        case UInt8(ascii: "C"):
            if let target = body.readInteger(as: UInt8.self), let name = body.readNullTerminatedString() {
                if target == UInt8(ascii: "S") { statements[name] = nil } else { portals[name] = nil }
            }
        case UInt8(ascii: "S"), UInt8(ascii: "F"):
            outstandingReplies += 1
        default:
            break
        }
        return FrontendStep(action: .forward(message))
    }

    private mutating func query(
        _ message: ByteBuffer,
        _ body: ByteBuffer,
        _ take: (Set<Fault.Kind>) -> Fault?
    ) -> FrontendStep {
        let text = Self.text(body)
        let screened = ScreenedQuery(text)
        guard screened.refusals.isEmpty else {
            return FrontendStep(
                action: .forward(FrontendMessages.query(screened.rewritten ?? text)),
                refusals: screened.refusals
            )
        }
        guard let fault = fault(for: screened.kinds, take) else { return FrontendStep(action: .forward(message)) }
        var step = FrontendStep(action: .forward(message), fault: fault)
        switch fault.kind {
        case .cutBeforeCommit:
            step.action = .cut
        case .cutAfterCommit:
            replies.arm(.cutAfterCommit, after: outstandingReplies)
        case .conflictAtCommit:
            replies.arm(.conflictAtCommit(isExtended: false), after: outstandingReplies)
            let marker = Refusal.conflict(fault.conflict).statement
            let replaced = ScreenedQuery(text) { $0 == .commit ? "ROLLBACK; \(marker)" : nil }
            step.action = .forward(FrontendMessages.query(replaced.rewritten ?? text))
        case .conflictAtStatement:
            var isDone = false
            let replaced = ScreenedQuery(text) {
                guard $0 == .other, !isDone else { return nil }
                isDone = true
                return Refusal.conflict(fault.conflict).statement
            }
            step.action = .forward(FrontendMessages.query(replaced.rewritten ?? text))
        case .hang:
            replies.arm(.hang(isExtended: false), after: outstandingReplies)
            step.action = .forward(FrontendMessages.query(Array((Self.sleep(fault.seconds) + ";").utf8) + text))
        default:
            break
        }
        return step
    }

    /// What stands before the terminating zero; searched for in one call, since a text can be megabytes long.
    private static func text(_ body: ByteBuffer) -> [UInt8] {
        let bytes = Array(buffer: body)
        return Array(bytes[..<(bytes.firstIndex(of: 0, from: 0) ?? bytes.count)])
    }

    private mutating func parse(_ message: ByteBuffer, _ body: ByteBuffer) -> FrontendStep {
        var body = body
        guard let name = body.readNullTerminatedString() else { return FrontendStep(action: .forward(message)) }
        let screened = ScreenedQuery(Self.text(body))
        if let refusal = screened.refusals.first {
            statements[name] = nil
            return FrontendStep(
                action: .forward(FrontendMessages.parse(name, refusal.statement)),
                refusals: [refusal]
            )
        }
        let kind = screened.kinds.first ?? .empty
        statements[name] = kind == .other ? nil : kind
        return FrontendStep(action: .forward(message))
    }

    private mutating func execute(
        _ message: ByteBuffer,
        _ kind: StatementKind,
        _ take: (Set<Fault.Kind>) -> Fault?
    ) -> FrontendStep {
        guard let fault = fault(for: [kind], take) else { return FrontendStep(action: .forward(message)) }
        var step = FrontendStep(action: .forward(message), fault: fault)
        switch fault.kind {
        case .cutBeforeCommit:
            step.action = .cut
        case .cutAfterCommit:
            replies.arm(.cutAfterCommit, after: outstandingReplies)
        case .conflictAtCommit:
            replies.arm(.conflictAtCommit(isExtended: true), after: outstandingReplies)
            var injected = FrontendMessages.run("", "ROLLBACK")
            injected.writeImmutableBuffer(FrontendMessages.parse("", Refusal.conflict(fault.conflict).statement))
            step.action = .forward(injected)
        case .conflictAtStatement:
            step.action = .forward(FrontendMessages.parse("", Refusal.conflict(fault.conflict).statement))
        case .hang:
            replies.arm(.hang(isExtended: true), after: outstandingReplies)
            injections += 1
            // A name of its own, so that the client's unnamed statement and portal are still there afterwards.
            var injected = FrontendMessages.run("dsql-local \(injections)", Self.sleep(fault.seconds))
            injected.writeImmutableBuffer(message)
            step.action = .forward(injected)
        default:
            break
        }
        return step
    }

    private func fault(for kinds: [StatementKind], _ take: (Set<Fault.Kind>) -> Fault?) -> Fault? {
        // A failed transaction's COMMIT is a rollback already, and its statements fail anyway.
        guard transactionStatus != UInt8(ascii: "E") || outstandingReplies > 0 else { return nil }
        if kinds.contains(.commit), let fault = take(Fault.Kind.commit) { return fault }
        return kinds.contains(.other) ? take(Fault.Kind.statement) : nil
    }

    /// A wait that PostgreSQL itself does: so a cancel request ends it.
    private static func sleep(_ seconds: Double) -> String {
        "DO 'BEGIN PERFORM pg_catalog.pg_sleep(\(seconds)); END'"
    }

    // MARK: From PostgreSQL

    /// Handles one piece of PostgreSQL's answer; what the client is to see goes into `output`.
    mutating func backend(_ piece: BackendReader.Piece, into output: inout ByteBuffer) -> BackendStep {
        guard case .message(let type, let message) = piece else {
            replies.release(into: &output)
            if case .bytes(let bytes) = piece { output.writeImmutableBuffer(bytes) }
            return .nothing
        }
        switch type {
        case UInt8(ascii: "Z"):
            transactionStatus = message.getInteger(at: message.readerIndex + 5, as: UInt8.self) ?? transactionStatus
            replies.readyForQuery(into: &output)
            output.writeImmutableBuffer(message)
            outstandingReplies = max(0, outstandingReplies - 1)
            defer { isReady = true }
            return isReady ? .nothing : .loggedIn
        case UInt8(ascii: "E"):
            return error(message, into: &output)
        default:
            return replies.complete(type, message, into: &output) ? .cut : .nothing
        }
    }

    enum BackendStep: Sendable, Equatable {
        case nothing
        case loggedIn
        case loginRefused(ServerError)
        case cut
    }

    private mutating func error(_ message: ByteBuffer, into output: inout ByteBuffer) -> BackendStep {
        var body = message
        body.moveReaderIndex(forwardBy: 5)
        let fields = ServerError.fields(body) ?? [:]
        let (code, text) = (fields["C"] ?? "", fields["M"] ?? "")
        guard isReady else {
            let refused = ErrorTranslation.loginRefusal(sqlState: code, message: text, sessionID: sessionID)
            refused.encode(into: &output)
            return .loginRefused(refused)
        }
        let refusal = Refusal(sqlState: code, message: text)
        replies.error(isInjected: refusal != nil, into: &output)
        if let error = refusal?.error ?? ErrorTranslation.conflict(sqlState: code, message: text) {
            error.encode(into: &output)
        } else {
            output.writeImmutableBuffer(message)
        }
        return .nothing
    }
}
