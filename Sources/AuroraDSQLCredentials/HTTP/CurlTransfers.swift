import CLibcurl

/// All transfers of one thread: a libcurl multi handle with its easy handles, freed together.
@safe struct CurlTransfers: ~Copyable {
    private let curl: UnsafePointer<dsql_curl>
    private let multi: UnsafeMutableRawPointer
    private var running: [UInt: Transfer] = [:]

    /// Creates the multi handle.
    init(library: Library) throws(CredentialsError) {
        guard let curl = unsafe UnsafePointer<dsql_curl>(bitPattern: library.address),
            let multi = unsafe curl.pointee.multi_init()
        else { throw CredentialsError(.libraryUnavailable, "libcurl could not make a handle for transfers.") }
        unsafe self.curl = curl
        unsafe self.multi = multi
        // Connections kept for reuse; the default is four for each transfer.
        _ = unsafe dsql_curl_set_multi_long(curl, multi, CURLMOPT_MAXCONNECTS, 8)
    }

    deinit {
        for transfer in running.values {
            _ = unsafe curl.pointee.multi_remove_handle(multi, transfer.easy)
            transfer.exchange.answer.finish(.failure(CancellationError()))
        }
        _ = unsafe curl.pointee.multi_cleanup(multi)
    }

    /// Whether nothing is on its way.
    var isEmpty: Bool { running.isEmpty }

    /// What other threads interrupt ``wait(milliseconds:)`` with, as long as this value lives.
    var wakeUp: WakeUp { unsafe WakeUp(curl: UInt(bitPattern: curl), multi: UInt(bitPattern: multi)) }

    /// Begins a transfer; one that cannot begin is answered at once.
    mutating func start(_ exchange: CurlExchange) {
        guard let transfer = unsafe Transfer(exchange, curl: curl),
            unsafe curl.pointee.multi_add_handle(multi, transfer.easy) == CURLM_OK
        else {
            exchange.answer.finish(
                .failure(
                    CredentialsError(
                        .libraryUnavailable,
                        "This libcurl cannot make the request: it lacks TLS or another part.",
                        remedy: "Install a libcurl of the operating system, version 7.68 or later."
                    )
                )
            )
            return
        }
        unsafe running[UInt(bitPattern: transfer.easy)] = transfer
    }

    /// Abandons a transfer, closing its connection where it was under way.
    mutating func drop(_ exchange: CurlExchange) {
        guard let (key, transfer) = running.first(where: { $0.value.exchange === exchange }) else { return }
        _ = unsafe curl.pointee.multi_remove_handle(multi, transfer.easy)
        running[key] = nil
    }

    /// Moves every transfer on as far as it goes without waiting, and answers those that ended.
    mutating func proceed() {
        var count: Int32 = 0
        _ = unsafe curl.pointee.multi_perform(multi, &count)
        while let message = unsafe curl.pointee.multi_info_read(multi, &count) {
            guard unsafe message.pointee.msg == CURLMSG_DONE else { continue }
            let result = unsafe message.pointee.data.result
            guard let transfer = unsafe running.removeValue(forKey: UInt(bitPattern: message.pointee.easy_handle))
            else { continue }
            transfer.finish(result)
            _ = unsafe curl.pointee.multi_remove_handle(multi, transfer.easy)
        }
    }

    /// Waits for something to do, a wake-up or the limit.
    func wait(milliseconds: Int32) {
        var count: Int32 = 0
        _ = unsafe curl.pointee.multi_poll(multi, nil, 0, milliseconds, &count)
    }
}

extension CurlTransfers {
    /// libcurl, opened.
    struct Library: Sendable {
        /// Where the table of functions lies: a number, because the table never changes and no pointer is `Sendable`.
        let address: UInt

        private static let usual = Result { () throws(CredentialsError) in
            try Library(names: CurlHTTPClient.usualLibraryNames)
        }

        /// Opens the first of the names that exists; the usual ones once in a process.
        static func open(_ names: [String]) throws(CredentialsError) -> Library {
            names == CurlHTTPClient.usualLibraryNames ? try usual.get() : try Library(names: names)
        }

        /// The library's version and that of its TLS library, as it says them.
        var version: String {
            guard let curl = unsafe UnsafePointer<dsql_curl>(bitPattern: address),
                let text = unsafe curl.pointee.version()
            else { return "unknown" }
            return unsafe String(cString: text).split(separator: " " as Character).prefix(2).joined(separator: " ")
        }

        private init(names: [String]) throws(CredentialsError) {
            for name in names {
                if let table = unsafe dsql_curl_open(name) {
                    address = UInt(bitPattern: table)
                    return
                }
            }
            throw CredentialsError(
                .libraryUnavailable,
                "libcurl 7.68 or later could not be loaded (\(names.joined(separator: ", "))).",
                remedy: "Install it: apt install libcurl4 (Debian, Ubuntu), dnf install libcurl (Fedora, Amazon Linux) "
                    + "or apk add libcurl (Alpine)."
            )
        }
    }

    /// Interrupts the wait of the thread that runs the transfers; to be used only while they live.
    struct WakeUp: Sendable {
        fileprivate let curl: UInt
        fileprivate let multi: UInt

        /// Interrupts the current wait, or the next one.
        func wake() { dsql_curl_wake(curl, multi) }
    }
}

extension CurlTransfers {
    /// One easy handle with everything that has to live as long as it.
    @safe private final class Transfer {
        let exchange: CurlExchange
        let easy: UnsafeMutableRawPointer
        private let curl: UnsafePointer<dsql_curl>
        private let errorText: UnsafeMutablePointer<CChar>
        private var fields: UnsafeMutablePointer<curl_slist>?
        private var collector: CurlResponseCollector

        init?(_ exchange: CurlExchange, curl: UnsafePointer<dsql_curl>) {
            guard let easy = unsafe curl.pointee.easy_init() else { return nil }
            self.exchange = exchange
            unsafe self.easy = easy
            unsafe self.curl = curl
            unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
            unsafe errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
            collector = CurlResponseCollector(bodyLimit: exchange.plan.bodyLimit)
            guard setFields(), setRequest(), setLimits(), setTrust(), setCallbacks() else { return nil }
        }

        deinit {
            unsafe curl.pointee.easy_cleanup(easy)
            unsafe curl.pointee.slist_free_all(fields)
            unsafe errorText.deallocate()
        }

        /// Delivers the answer or the error.
        func finish(_ result: CURLcode) {
            guard result == CURLE_OK else {
                let failure = unsafe CurlFailure(
                    code: Int(result.rawValue),
                    detail: String(cString: errorText),
                    proxyStatus: dsql_curl_get_long(curl, easy, CURLINFO_HTTP_CONNECTCODE),
                    isConnected: dsql_curl_get_long(curl, easy, CURLINFO_NUM_CONNECTS) > 0,
                    violation: collector.violation
                )
                exchange.answer.finish(.failure(failure.error(for: exchange.plan)))
                return
            }
            let status = unsafe dsql_curl_get_long(curl, easy, CURLINFO_RESPONSE_CODE)
            exchange.answer.finish(.success(collector.response(status: status)))
        }

        private func setFields() -> Bool {
            for line in exchange.plan.headerLines {
                guard let longer = unsafe curl.pointee.slist_append(fields, line) else { return false }
                unsafe fields = longer
            }
            return unsafe dsql_curl_set_pointer(curl, easy, CURLOPT_HTTPHEADER, fields) == CURLE_OK
        }

        private func setRequest() -> Bool {
            let plan = exchange.plan
            guard set(CURLOPT_URL, plan.url.text), set(CURLOPT_PATH_AS_IS, 1),
                set(CURLOPT_USERAGENT, "aurora-dsql-swift/\(PackageVersion.current)"),
                set(CURLOPT_HTTP_VERSION, dsql_curl_http_1_1), set(CURLOPT_HTTP09_ALLOWED, 0),
                // Empty texts keep libcurl from reading the environment by rules of its own.
                set(CURLOPT_PROXY, plan.proxy ?? ""), set(CURLOPT_NOPROXY, ""),
                set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
            else { return false }
            if plan.method == "GET", plan.body.isEmpty { return set(CURLOPT_HTTPGET, 1) }
            if plan.method == "HEAD" { return set(CURLOPT_NOBODY, 1) }
            guard
                unsafe dsql_curl_set_size(curl, easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(plan.body.count))
                    == CURLE_OK
            else { return false }
            // An empty array has no address, and without one libcurl would ask a callback for the body.
            let copied =
                plan.body.isEmpty
                ? set(CURLOPT_COPYPOSTFIELDS, "")
                : unsafe plan.body.withUnsafeBytes { bytes in
                    let start = unsafe UnsafeMutableRawPointer(mutating: bytes.baseAddress)
                    return unsafe dsql_curl_set_pointer(curl, easy, CURLOPT_COPYPOSTFIELDS, start) == CURLE_OK
                }
            return copied && set(CURLOPT_CUSTOMREQUEST, plan.method)
        }

        private func setLimits() -> Bool {
            let plan = exchange.plan
            let web = dsql_curl_web_protocols
            return set(CURLOPT_CONNECTTIMEOUT_MS, plan.connectMilliseconds)
                && set(CURLOPT_TIMEOUT_MS, plan.totalMilliseconds) && set(CURLOPT_NOSIGNAL, 1)
                && set(CURLOPT_FOLLOWLOCATION, 0) && set(CURLOPT_PROTOCOLS, web) && set(CURLOPT_REDIR_PROTOCOLS, web)
                && set(CURLOPT_NETRC, dsql_curl_netrc_ignored)
        }

        private func setTrust() -> Bool {
            let tls12 = dsql_curl_tls_1_2
            guard set(CURLOPT_SSLVERSION, tls12), set(CURLOPT_PROXY_SSLVERSION, tls12),
                set(CURLOPT_SSL_VERIFYPEER, 1), set(CURLOPT_SSL_VERIFYHOST, 2),
                set(CURLOPT_PROXY_SSL_VERIFYPEER, 1), set(CURLOPT_PROXY_SSL_VERIFYHOST, 2)
            else { return false }
            guard let bundle = exchange.plan.caBundle else { return true }
            // The folder that libcurl was built with would be trusted beside the bundle; where there is no such option
            // there is no such folder.
            unsafe dsql_curl_set_text(curl, easy, CURLOPT_CAPATH, nil)
            unsafe dsql_curl_set_text(curl, easy, CURLOPT_PROXY_CAPATH, nil)
            return set(CURLOPT_CAINFO, bundle) && set(CURLOPT_PROXY_CAINFO, bundle)
        }

        private func setCallbacks() -> Bool {
            let context = unsafe Unmanaged.passUnretained(self).toOpaque()
            return unsafe dsql_curl_set_close_on_exec(curl, easy) == CURLE_OK
                && dsql_curl_set_pointer(curl, easy, CURLOPT_ERRORBUFFER, errorText) == CURLE_OK
                && dsql_curl_set_callback(curl, easy, CURLOPT_HEADERFUNCTION, Transfer.takeHeader) == CURLE_OK
                && dsql_curl_set_pointer(curl, easy, CURLOPT_HEADERDATA, context) == CURLE_OK
                && dsql_curl_set_callback(curl, easy, CURLOPT_WRITEFUNCTION, Transfer.takeBody) == CURLE_OK
                && dsql_curl_set_pointer(curl, easy, CURLOPT_WRITEDATA, context) == CURLE_OK
        }

        private func set(_ option: CURLoption, _ value: Int) -> Bool {
            unsafe dsql_curl_set_long(curl, easy, option, value) == CURLE_OK
        }

        private func set(_ option: CURLoption, _ value: String) -> Bool {
            unsafe dsql_curl_set_text(curl, easy, option, value) == CURLE_OK
        }

        private static let takeHeader: curl_write_callback = { bytes, size, count, context in
            guard let bytes = unsafe bytes, let context = unsafe context else { return 0 }
            let transfer = unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
            let line = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
            return unsafe transfer.collector.takeHeaderLine(line) ? size * count : 0
        }

        private static let takeBody: curl_write_callback = { bytes, size, count, context in
            guard let context = unsafe context else { return 0 }
            let transfer = unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
            let chunk = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
            return unsafe transfer.collector.takeBody(chunk) ? size * count : 0
        }
    }
}
