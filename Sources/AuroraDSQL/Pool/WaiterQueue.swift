/// The calls that wait for a connection, first come first served.
///
/// A list whose nodes are found by their identifier: joining, leaving from anywhere and being served are all O(1), and
/// nothing is left behind by a waiter that left.
package struct WaiterQueue: Sendable {
    private struct Node {
        var previous: Int?
        var next: Int?
        var deadline: Duration
    }

    private var nodes: [Int: Node] = [:]
    private var first: Int?
    private var last: Int?

    /// Creates an empty queue.
    package init() {}

    /// How many wait.
    package var count: Int { nodes.count }
    /// Whether nobody waits.
    package var isEmpty: Bool { first == nil }
    /// The deadline that comes first; O(n).
    package var earliestDeadline: Duration? { nodes.values.lazy.map(\.deadline).min() }

    /// Joins at the end.
    package mutating func append(_ id: Int, deadline: Duration) {
        nodes[id] = Node(previous: last, next: nil, deadline: deadline)
        if let last { nodes[last]?.next = id } else { first = id }
        last = id
    }

    /// Takes whoever came first.
    package mutating func popFirst() -> Int? {
        guard let id = first else { return nil }
        remove(id)
        return id
    }

    /// Leaves the queue; `false` for one that does not wait.
    @discardableResult
    package mutating func remove(_ id: Int) -> Bool {
        guard let node = nodes.removeValue(forKey: id) else { return false }
        if let previous = node.previous { nodes[previous]?.next = node.next } else { first = node.next }
        if let next = node.next { nodes[next]?.previous = node.previous } else { last = node.previous }
        return true
    }

    /// Takes those whose deadline has come, in the order in which they came.
    package mutating func popExpired(_ now: Duration) -> [Int] {
        var expired: [Int] = []
        var current = first
        while let id = current, let node = nodes[id] {
            current = node.next
            if node.deadline <= now { expired.append(id) }
        }
        for id in expired { remove(id) }
        return expired
    }

    /// Takes all of them, in order.
    package mutating func popAll() -> [Int] {
        var all: [Int] = []
        while let id = popFirst() { all.append(id) }
        return all
    }
}
