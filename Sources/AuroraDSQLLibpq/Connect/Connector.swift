import AuroraDSQL
import AuroraDSQLCredentials
import Logging

/// Opens one connection: looks the host up and tries each address, all within one limit.
struct Connector {
    let parameters: ConnectionParameters
    let password: AuthToken
    let options: LibpqOptions
    let resolve: NameLookup.Resolve
    let logger: Logger

    private var host: String { parameters.endpoint.host }

    func connect() async throws -> LibpqSession {
        try Task.checkCancellation()
        let limit = ContinuousClock.now + parameters.connectTimeout
        let loop = try EventLoop.shared()
        let plan = try SettingsPlan.current()
        let addresses = try await addresses(loop, until: limit)
        var unreachable: [any Error] = []
        for (index, address) in addresses.enumerated() {
            let target = target(address, plan)
            // Each address gets an equal part of what is left; the last all of it.
            let left = ContinuousClock.now.duration(to: limit)
            guard left > .zero else { throw timedOut(unreachable) }
            let dialLimit = ContinuousClock.now + left / (addresses.count - index)
            let session = LibpqSession(loop: loop, cancelTimeout: options.cancelTimeout, logger: logger)
            do {
                try await session.open(target, dialLimit: dialLimit, limit: limit)
                return session
            } catch let error as DSQLError where error.code == .unreachable {
                unreachable.append(error)
            } catch ConnectTimeout.dialling where index + 1 < addresses.count {
                unreachable.append(DSQLError(.unreachable, "\(address) did not answer in time."))
            } catch is ConnectTimeout {
                throw timedOut(unreachable)
            }
            logger.debug("An address cannot be reached", metadata: ["address": "\(address)"])
        }
        guard let last = unreachable.last else { throw timedOut([]) }
        guard unreachable.count > 1 else { throw last }
        throw DSQLError(
            .unreachable,
            "None of the \(unreachable.count) addresses of \(host) can be reached: "
                + unreachable.map { "\($0)" }.joined(separator: " "),
            cause: last
        )
    }

    private func target(_ address: String, _ plan: SettingsPlan) -> ConnectTarget {
        ConnectTarget(
            settings: ConnectionSettings(
                plan,
                parameters,
                password: password,
                address: address,
                options: options
            ),
            host: host,
            address: address,
            port: parameters.port
        )
    }

    private func addresses(_ loop: EventLoop, until limit: ContinuousClock.Instant) async throws -> [String] {
        if let address = parameters.hostAddress { return [address] }
        let lookup = OneShot<[String]>()
        let timer = loop.schedule(at: limit) { lookup.finish(.failure(ConnectTimeout.overall)) }
        defer { loop.cancelTimer(timer) }
        do {
            return try await NameLookup.addresses(of: host, by: resolve, finishing: lookup)
        } catch let error as NameLookup.Failure {
            throw DSQLError(.unreachable, "The host \"\(host)\" cannot be looked up: \(error).", cause: error)
        } catch let error as SystemFailure {
            throw DSQLError(.connectionFailed, "The host \"\(host)\" cannot be looked up: \(error).", cause: error)
        } catch is ConnectTimeout {
            throw timedOut([])
        }
    }

    private func timedOut(_ earlier: [any Error]) -> DSQLError {
        let told = earlier.isEmpty ? "" : " Before: " + earlier.map { "\($0)" }.joined(separator: " ")
        return DSQLError(
            .connectTimedOut,
            "Opening a connection to \(host), port \(parameters.port), took longer than "
                + "\(parameters.connectTimeout).\(told)",
            remedy: "Check the way to the cluster, or raise the connect time limit."
        )
    }
}
