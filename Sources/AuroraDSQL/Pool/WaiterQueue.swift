/// The calls that wait for a connection, first come first served.
///
/// A list whose nodes are found by their identifier: joining, leaving from anywhere and being served are all O(1). The
/// place of a waiter that left is taken by one that comes, so that there are never more places than there were waiters.
package struct WaiterQueue: Sendable {
    // Linked by place and not by identifier: a neighbour is then reached without a search.
    private struct Node {
        var id: Int
        var previous: Int?
        var next: Int?
        var deadline: Duration
    }

    private var nodes: [Node] = []
    private var vacant: [Int] = []
    private var places: [Int: Int] = [:]
    private var first: Int?
    private var last: Int?

    /// Creates an empty queue.
    package init() {}

    /// How many wait.
    package var count: Int { places.count }
    /// Whether nobody waits.
    package var isEmpty: Bool { first == nil }
    /// The deadline that comes first; O(n).
    package var earliestDeadline: Duration? { places.values.lazy.map { nodes[$0].deadline }.min() }

    /// Joins at the end.
    package mutating func append(_ id: Int, deadline: Duration) {
        let node = Node(id: id, previous: last, next: nil, deadline: deadline)
        let place = vacant.popLast() ?? nodes.count
        if place < nodes.count { nodes[place] = node } else { nodes.append(node) }
        places[id] = place
        if let last { nodes[last].next = place } else { first = place }
        last = place
    }

    /// Takes whoever came first.
    package mutating func popFirst() -> Int? {
        guard let first else { return nil }
        let id = nodes[first].id
        remove(id)
        return id
    }

    /// Leaves the queue; `false` for one that does not wait.
    @discardableResult
    package mutating func remove(_ id: Int) -> Bool {
        guard let place = places.removeValue(forKey: id) else { return false }
        let node = nodes[place]
        if let previous = node.previous { nodes[previous].next = node.next } else { first = node.next }
        if let next = node.next { nodes[next].previous = node.previous } else { last = node.previous }
        vacant.append(place)
        return true
    }

    /// Takes those whose deadline has come, in the order in which they came.
    package mutating func popExpired(_ now: Duration) -> [Int] {
        var expired: [Int] = []
        var current = first
        while let place = current {
            current = nodes[place].next
            if nodes[place].deadline <= now { expired.append(nodes[place].id) }
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
