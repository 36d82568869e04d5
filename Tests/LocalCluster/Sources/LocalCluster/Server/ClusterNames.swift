/// The host names a cluster answers to.
package struct ClusterNames: Sendable, Equatable {
    /// Lower case, without a final dot; the first is the cluster's own.
    package let all: [String]

    package init(host: String, extra: [String] = []) {
        var names: [String] = []
        for name in ([host] + extra).map(Self.normalized) where !names.contains(name) { names.append(name) }
        all = names
    }

    package var host: String { all[0] }

    package func contains(_ name: String) -> Bool { all.contains(Self.normalized(name)) }

    private static func normalized(_ name: String) -> String {
        let lower = name.lowercased()
        return lower.hasSuffix(".") ? String(lower.dropLast()) : lower
    }
}
