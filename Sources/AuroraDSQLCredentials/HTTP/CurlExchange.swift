/// One request on its way, and the one place its answer is delivered to.
final class CurlExchange: Sendable {
    let plan: CurlRequestPlan
    let answer = OneShot<HTTPResponse>()

    init(_ plan: CurlRequestPlan) { self.plan = plan }
}
