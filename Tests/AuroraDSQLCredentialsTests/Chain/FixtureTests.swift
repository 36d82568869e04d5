import AuroraDSQLCredentials
import FoundationEssentials
import TestSupport
import Testing

/// Runs every folder of `Fixtures/chain` as a case.
@Suite struct FixtureTests {
    private static let folder = String(#filePath.split(separator: "/").dropLast(2).joined(separator: "/"))

    private static let cases = Result { try ChainFixture.all(in: "/\(folder)/Fixtures/chain") }

    private static var fixtures: [ChainFixture] { (try? cases.get()) ?? [] }

    @Test func `every folder can be read as a case`() throws {
        #expect(try FixtureTests.cases.get().count >= 60)
    }

    @Test(arguments: fixtures)
    func `a case comes to what it says, and leaks nothing`(_ fixture: ChainFixture) async throws {
        let world = fixture.world()
        let chain = DefaultChain(
            profile: fixture.expectation.profile,
            usesRoleCache: fixture.expectation.usesRoleCache,
            context: world.context,
            factories: .fixtures
        ).chain
        let search = await chain.search()
        let deviations = fixture.expectation.deviations(in: search, world: world)
        #expect(deviations.isEmpty, "\(fixture.expectation.description)")

        var shown = world.log.lines
        shown += search.attempts.map { "\($0.outcome)" }
        if case .failure(let error) = search.result {
            shown += ["\(error)", String(reflecting: error)]
        }
        for secret in fixture.secrets {
            let leaks = shown.filter { $0.contains(secret) }
            #expect(leaks.isEmpty, "a secret is shown")
        }
    }
}
