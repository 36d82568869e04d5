/// The word that somebody may have meant.
enum NearMiss {
    /// The nearest of the words, when it is near enough: a third of its letters may be wrong, at least one.
    static func nearest(to typed: String, among words: [String]) -> String? {
        // A long word is no slip of the fingers.
        guard !typed.isEmpty, typed.utf8.count <= 40 else { return nil }
        let ranked = words.map { (word: $0, distance: distance(Array(typed.lowercased().utf8), Array($0.utf8))) }
        guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
        if best.distance <= max(1, best.word.utf8.count / 3) { return best.word }
        let completions = words.filter { $0.hasPrefix(typed.lowercased()) }
        return completions.count == 1 ? completions[0] : nil
    }

    /// How many letters have to be put in, left out, replaced or swapped with their neighbour.
    ///
    /// Source: the optimal string alignment distance.
    static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...other.count)
        for row in one.indices {
            var current = [row + 1]
            for column in other.indices {
                let replaced = last[column] + (one[row] == other[column] ? 0 : 1)
                var best = min(replaced, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, one[row] == other[column - 1], one[row - 1] == other[column] {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                current.append(best)
            }
            (beforeLast, last) = (last, current)
        }
        return last[other.count]
    }
}
