import AuroraDSQL
import TestSupport
import Testing

@Suite struct WaiterQueueTests {
    @Test func `the queue agrees with an array, whatever is done to it`() {
        var random = SplitMix64(seed: 11)
        var queue = WaiterQueue()
        var model: [(id: Int, deadline: Duration)] = []
        for id in 0..<5_000 {
            switch random.next() % 5 {
            case 0, 1:
                let deadline = Duration.seconds(Int.random(in: 0..<100, using: &random))
                queue.append(id, deadline: deadline)
                model.append((id, deadline))
            case 2: #expect(queue.popFirst() == (model.isEmpty ? nil : model.removeFirst().id))
            case 3 where !model.isEmpty:
                let index = Int.random(in: 0..<model.count, using: &random)
                #expect(queue.remove(model[index].id) == true)
                #expect(queue.remove(model[index].id) == false)
                model.remove(at: index)
            default:
                let now = Duration.seconds(Int.random(in: 0..<5, using: &random))
                #expect(queue.popExpired(now) == model.filter { $0.deadline <= now }.map(\.id))
                model.removeAll { $0.deadline <= now }
            }
            #expect(queue.count == model.count)
            #expect(queue.isEmpty == model.isEmpty)
            #expect(queue.earliestDeadline == model.map(\.deadline).min())
        }
        #expect(queue.popAll() == model.map(\.id))
    }
}
