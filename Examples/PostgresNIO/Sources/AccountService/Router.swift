import AuroraDSQL
import Hummingbird

/// An account as the service shows it.
struct Account: ResponseCodable {
    let id: Int
    let balance: Int
}

/// What a transfer is asked for with.
struct Transfer: Decodable {
    let from: Int
    let to: Int
    let amount: Int
}

func router(_ accounts: Accounts) -> Router<BasicRequestContext> {
    let router = Router()
    // Whoever balances load asks here; a cluster that cannot be reached takes the service out of its hands.
    router.get("health") { _, _ -> HTTPResponse.Status in
        do {
            try await accounts.client.withConnection(timeLimit: .seconds(2)) { connection in
                _ = try await connection.execute("SELECT 1")
            }
            return .ok
        } catch {
            return .serviceUnavailable
        }
    }
    router.get("accounts/:id") { _, context -> Account in
        let id = try context.parameters.require("id", as: Int.self)
        guard let balance = try await accounts.balance(of: id) else { throw HTTPError(.notFound) }
        return Account(id: id, balance: balance)
    }
    router.put("accounts/:id") { request, context -> Account in
        let account = try await request.decode(as: Account.self, context: context)
        guard try context.parameters.require("id", as: Int.self) == account.id else { throw HTTPError(.badRequest) }
        try await accounts.open(account.id, balance: account.balance)
        return account
    }
    router.post("transfers") { request, context -> HTTPResponse.Status in
        let transfer = try await request.decode(as: Transfer.self, context: context)
        guard transfer.amount > 0 else { throw HTTPError(.badRequest) }
        do {
            try await accounts.transfer(transfer.amount, from: transfer.from, to: transfer.to)
        } catch is Accounts.InsufficientFunds {
            throw HTTPError(.conflict)
        } catch let error as DSQLError where error.code == .conflictRetriesExhausted {
            throw HTTPError(.serviceUnavailable)
        }
        return .noContent
    }
    return router
}
