import AuroraDSQL
import CLibpq
import Glibc

/// libpq itself: what does not belong to a connection.
///
/// This file alone imports libpq; what it declares is libpq in Swift's types, and decides nothing.
package enum Libpq {
    /// The version of the libpq that runs, such as 150018; not of the one this was built with.
    package static let version = Int(PQlibVersion())

    /// Whether libpq can send a cancel request inside TLS, and without blocking (17 and later).
    package static let hasCancelRequests = clibpq_can_cancel() != 0

    /// Whether libpq hands rows out in chunks (17 and later).
    static let hasChunkedRows = clibpq_has_chunked_rows() != 0

    /// The function that says how much TLS holds of what has come, as an address; 0 where it is not to be found.
    fileprivate static let pending = unsafe UInt(bitPattern: clibpq_find_pending())

    /// Whether it can be told that TLS holds more of an answer, without which its end could be waited for in vain.
    static var canSeePendingInput: Bool { pending != 0 }

    /// One setting of a connection, as libpq knows it.
    package struct Setting: Sendable, Hashable {
        package var keyword: String
        /// The environment variable that libpq would take it from.
        package var variable: String?
        package var builtIn: String?
        package var value: String?

        /// Creates a setting.
        package init(keyword: String, variable: String? = nil, builtIn: String? = nil, value: String? = nil) {
            self.keyword = keyword
            self.variable = variable
            self.builtIn = builtIn
            self.value = value
        }
    }

    /// Every keyword this libpq knows, with the value it would take from the environment or from a service file.
    package static func defaults() -> [Setting] { unsafe settings(PQconndefaults()) }

    /// The same without the environment; asked of libpq once, which looks the system's user up each time.
    static let keywords = defaults().map { known in
        Setting(keyword: known.keyword, variable: known.variable, builtIn: known.builtIn, value: known.builtIn)
    }

    /// Whether libpq would see a variable.
    static func isInEnvironment(_ variable: String) -> Bool { unsafe variable.withCString { unsafe getenv($0) } != nil }

    fileprivate static func settings(_ list: UnsafeMutablePointer<PQconninfoOption>?) -> [Setting] {
        guard let list = unsafe list else { return [] }
        defer { unsafe PQconninfoFree(list) }
        var settings: [Setting] = []
        var next = unsafe list
        while let keyword = unsafe next.pointee.keyword {
            let setting = unsafe Setting(
                keyword: String(cString: keyword),
                variable: next.pointee.envvar.map { unsafe String(cString: $0) },
                builtIn: next.pointee.compiled.map { unsafe String(cString: $0) },
                value: next.pointee.val.map { unsafe String(cString: $0) }
            )
            settings.append(setting)
            unsafe next += 1
        }
        return settings
    }
}

/// What libpq wants to wait for.
enum LibpqPolling: Sendable {
    case reading, writing, done, failed

    fileprivate init(_ status: PostgresPollingStatusType) {
        switch status {
        case PGRES_POLLING_READING: self = .reading
        case PGRES_POLLING_WRITING: self = .writing
        case PGRES_POLLING_OK: self = .done
        default: self = .failed
        }
    }
}

/// A connection of libpq, which its owner finishes, once.
///
/// What is read often is lent to libpq by `withCString`: a `String` given as it is would be copied into an array first.
@safe struct LibpqHandle {
    private let connection: OpaquePointer

    /// Begins to connect; `nil` only when memory ran out.
    init?(starting conninfo: String) {
        // It already writes the beginning of the message there will be if it fails.
        let started = unsafe UntranslatedMessages.during { unsafe conninfo.withCString { unsafe PQconnectStart($0) } }
        guard let connection = unsafe started else { return nil }
        unsafe self.connection = connection
        // A refused login is only to be had as text, which holds the SQLSTATE when it is verbose.
        unsafe PQsetErrorVerbosity(connection, PQERRORS_VERBOSE)
    }

    func finish() { unsafe PQfinish(connection) }

    var isConnected: Bool { unsafe PQstatus(connection) == CONNECTION_OK }
    var isBad: Bool { unsafe PQstatus(connection) == CONNECTION_BAD }
    /// The TCP connection is not there yet.
    var isDialling: Bool { unsafe PQstatus(connection) == CONNECTION_STARTED }
    /// TLS is being set up.
    var isSecuring: Bool {
        let status = unsafe PQstatus(connection)
        return unsafe status == CONNECTION_MADE && PQsslInUse(connection) == 0 || status == CONNECTION_SSL_STARTUP
    }
    var isSecure: Bool { unsafe PQsslInUse(connection) != 0 }
    var socket: Int32 { unsafe PQsocket(connection) }
    var errorMessage: String { unsafe PQerrorMessage(connection).map { unsafe String(cString: $0) } ?? "" }
    var settings: [Libpq.Setting] { unsafe Libpq.settings(PQconninfo(connection)) }
    var processID: Int { unsafe Int(PQbackendPID(connection)) }

    /// Whether libpq has exactly these values for exactly these keywords, in its own order; where `nil` is wanted,
    /// nothing or what is built in.
    func holds(_ keywords: [String], _ values: [String?]) -> Bool {
        guard let list = unsafe PQconninfo(connection) else { return false }
        defer { unsafe PQconninfoFree(list) }
        var next = unsafe list
        for (keyword, value) in zip(keywords, values) {
            guard let name = unsafe next.pointee.keyword, unsafe Self.isSame(name, keyword) else { return false }
            let held = unsafe next.pointee.val
            if let value {
                guard unsafe held.map({ unsafe Self.isSame($0, value) }) ?? value.isEmpty else { return false }
            } else if let held = unsafe held, unsafe held.pointee != 0 {
                guard let builtIn = unsafe next.pointee.compiled, unsafe strcmp(held, builtIn) == 0 else {
                    return false
                }
            }
            unsafe next += 1
        }
        return unsafe next.pointee.keyword == nil
    }

    private static func isSame(_ text: UnsafePointer<CChar>, _ string: String) -> Bool {
        unsafe string.withCString { unsafe strcmp(text, $0) } == 0
    }

    func poll() -> LibpqPolling { unsafe LibpqPolling(PQconnectPoll(connection)) }

    func beNonBlocking() -> Bool { unsafe PQsetnonblocking(connection, 1) == 0 }

    /// Has notices handed to `receive`, with `context`, as results whose fields are the notice's.
    func receiveNotices(
        _ context: UnsafeMutableRawPointer,
        _ receive: @escaping @convention(c) (UnsafeMutableRawPointer?, OpaquePointer?) -> Void
    ) {
        _ = unsafe PQsetNoticeReceiver(connection, receive, context)
    }

    var transactionStatus: PostgresTransactionStatus {
        switch unsafe PQtransactionStatus(connection) {
        case PQTRANS_IDLE: .idle
        case PQTRANS_INTRANS: .inTransaction
        case PQTRANS_INERROR: .failed
        default: .unknown
        }
    }

    func parameter(_ name: String) -> String? {
        unsafe PQparameterStatus(connection, name).map { unsafe String(cString: $0) }
    }
}

// MARK: - Statements

extension LibpqHandle {
    func send(sql: String, _ parameters: LibpqParameterBuffer, results: LibpqFormat) -> Bool {
        unsafe sql.withCString { sql in
            unsafe parameters.withPointers { count, types, values, lengths, formats in
                unsafe PQsendQueryParams(
                    connection,
                    sql,
                    count,
                    types,
                    values,
                    lengths,
                    formats,
                    results.rawValue
                ) == 1
            }
        }
    }

    func send(prepared name: String, _ parameters: LibpqParameterBuffer, results: LibpqFormat) -> Bool {
        unsafe name.withCString { name in
            unsafe parameters.withPointers { count, _, values, lengths, formats in
                unsafe PQsendQueryPrepared(connection, name, count, values, lengths, formats, results.rawValue) == 1
            }
        }
    }

    func prepare(_ name: String, sql: String, types: [LibpqDataType]) -> Bool {
        let types = types.map(\.rawValue)
        return unsafe types.withUnsafeBufferPointer {
            unsafe PQsendPrepare(connection, name, sql, Int32($0.count), $0.baseAddress) == 1
        }
    }

    enum Flush { case done, more, failed }

    func flush() -> Flush {
        switch unsafe PQflush(connection) {
        case 0: .done
        case 1: .more
        default: .failed
        }
    }

    /// Takes in what has come; `false` when the connection is broken.
    ///
    /// What TLS has taken off the socket is taken in to its end, since no event would come for it.
    func consumeInput() -> Bool {
        repeat {
            guard unsafe PQconsumeInput(connection) == 1 else { return false }
        } while hasPendingInput
        return true
    }

    /// Whether TLS holds something that has come, and of which the socket knows no more.
    var hasPendingInput: Bool {
        unsafe clibpq_pending(UnsafeMutableRawPointer(bitPattern: Libpq.pending), connection) > 0
    }

    var isBusy: Bool { unsafe PQisBusy(connection) == 1 }
    func nextResult() -> LibpqResult? {
        unsafe PQgetResult(connection).map { unsafe LibpqResult(LibpqResultHandle($0)) }
    }

    /// Has rows handed out in chunks; where libpq has no such thing, one at a time.
    func handOutRows(inChunksOf size: Int) -> Bool {
        let size = Int32(clamping: size)
        return unsafe clibpq_set_chunked_rows(connection, size) == 1 || PQsetSingleRowMode(connection) == 1
    }

    /// Reads what notifications have come and drops them, or libpq would keep them for ever.
    func dropNotifications() {
        while let notification = unsafe PQnotifies(connection) { unsafe PQfreemem(notification) }
    }

    /// Answers COPY FROM STDIN with failure.
    func refuseCopyIn() -> Bool { unsafe PQputCopyEnd(connection, "COPY is not supported by this driver") == 1 }

    enum CopyRow { case row, wait, end }

    /// Reads a row of COPY TO STDOUT and drops it.
    func dropCopyRow() -> CopyRow {
        var row: UnsafeMutablePointer<CChar>?
        let length = unsafe PQgetCopyData(connection, &row, 1)
        if let row = unsafe row { unsafe PQfreemem(row) }
        if length > 0 { return .row }
        return length == 0 ? .wait : .end
    }

    /// Prepares a cancel request; `nil` where libpq has none.
    func cancelRequest() -> LibpqCancelHandle? {
        guard let request = unsafe clibpq_cancel_create(connection) else { return nil }
        return unsafe LibpqCancelHandle(request)
    }
}

/// A cancel request of libpq 17, which its owner finishes, once.
@safe struct LibpqCancelHandle {
    private let request: UnsafeMutableRawPointer

    fileprivate init(_ request: UnsafeMutableRawPointer) { unsafe self.request = unsafe request }

    func start() -> Bool { unsafe clibpq_cancel_start(request) == 1 }
    func poll() -> LibpqPolling {
        unsafe LibpqPolling(PostgresPollingStatusType(rawValue: UInt32(clibpq_cancel_poll(request))))
    }
    var socket: Int32 { unsafe clibpq_cancel_socket(request) }
    var errorMessage: String { unsafe clibpq_cancel_error(request).map { unsafe String(cString: $0) } ?? "" }
    func finish() { unsafe clibpq_cancel_finish(request) }
}

/// A result of libpq, which its owner clears, once.
///
/// It is kept as an address, which as a number goes from thread to thread: nobody writes to a result once it is handed
/// out, and libpq lets any thread read it ("Behavior in Threaded Programs" in the PostgreSQL documentation).
struct LibpqResultHandle: Sendable {
    let address: UInt

    init(_ pointer: OpaquePointer) { address = UInt(bitPattern: pointer) }
    init(address: UInt) { self.address = address }

    private var pointer: OpaquePointer? { unsafe OpaquePointer(bitPattern: address) }

    enum Status { case command, tuples, chunk, empty, copyIn, copyOut, copyBoth, error }

    var status: Status {
        switch unsafe PQresultStatus(pointer) {
        case PGRES_COMMAND_OK: .command
        case PGRES_TUPLES_OK: .tuples
        case PGRES_SINGLE_TUPLE: .chunk
        case PGRES_EMPTY_QUERY: .empty
        case PGRES_COPY_IN: .copyIn
        case PGRES_COPY_OUT: .copyOut
        case PGRES_COPY_BOTH: .copyBoth
        case let other: Int32(other.rawValue) == clibpq_tuples_chunk ? .chunk : .error
        }
    }

    func clear() { unsafe PQclear(pointer) }

    var rowCount: Int { unsafe Int(PQntuples(pointer)) }
    var columnCount: Int { unsafe Int(PQnfields(pointer)) }
    func columnName(_ column: Int) -> String {
        unsafe PQfname(pointer, Int32(column)).map { unsafe String(cString: $0) } ?? ""
    }
    func type(_ column: Int) -> LibpqDataType { unsafe LibpqDataType(rawValue: PQftype(pointer, Int32(column))) }
    func format(_ column: Int) -> LibpqFormat { unsafe PQfformat(pointer, Int32(column)) == 1 ? .binary : .text }

    /// Where a value lies, which lives as long as the result; `nil` for NULL.
    @inline(__always)
    func value(row: Int, column: Int) -> (start: UnsafeRawPointer?, count: Int) {
        let row = Int32(truncatingIfNeeded: row)
        let column = Int32(truncatingIfNeeded: column)
        let count = unsafe Int(PQgetlength(pointer, row, column))
        if count == 0, unsafe PQgetisnull(pointer, row, column) == 1 { return (nil, 0) }
        return unsafe (UnsafeRawPointer(PQgetvalue(pointer, row, column)), count)
    }

    var commandTag: String { unsafe PQcmdStatus(pointer).map { unsafe String(cString: $0) } ?? "" }
    var affectedRows: String { unsafe PQcmdTuples(pointer).map { unsafe String(cString: $0) } ?? "" }
    var errorMessage: String { unsafe PQresultErrorMessage(pointer).map { unsafe String(cString: $0) } ?? "" }
    func field(_ field: PostgresServerError.Field) -> String? {
        unsafe PQresultErrorField(pointer, Int32(field.rawValue)).map { unsafe String(cString: $0) }
    }

    /// A copy that rows can be added to.
    func copy() -> LibpqResultHandle? {
        unsafe PQcopyResult(pointer, PG_COPYRES_ATTRS | PG_COPYRES_TUPLES).map(LibpqResultHandle.init)
    }

    /// Adds the first row of another result with the same columns; `false` when memory ran out.
    func append(_ other: LibpqResultHandle) -> Bool {
        let row = unsafe PQntuples(pointer)
        for column in unsafe 0..<PQnfields(other.pointer) {
            let isNull = unsafe PQgetisnull(other.pointer, 0, column) == 1
            let length = unsafe isNull ? -1 : PQgetlength(other.pointer, 0, column)
            guard unsafe PQsetvalue(pointer, row, column, PQgetvalue(other.pointer, 0, column), length) == 1 else {
                return false
            }
        }
        return true
    }
}
