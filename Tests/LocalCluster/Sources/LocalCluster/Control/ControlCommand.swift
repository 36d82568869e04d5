/// One line of the control protocol: a word and `key=value` pairs.
package enum ControlCommand: Sendable, Equatable {
    case fault(Fault, seed: UInt64)
    case clear(Fault.Kind?)
    case killAll
    case restartListener
    /// Nil lifts the limit.
    case connectionLife(seconds: Double?)
    case rotateKeys(AccessKey?)
    case status

    package struct Failure: Error, Equatable {
        package var message: String

        package init(_ message: String) { self.message = message }
    }

    package init(_ line: String, randomSeed: UInt64) throws(Failure) {
        var words = line.split(whereSeparator: \.isWhitespace).map(String.init)
        guard !words.isEmpty else { throw Failure("The line is empty.") }
        let name = words.removeFirst()
        var options = try Options(words)
        switch name {
        case "status": self = .status
        case "kill-all": self = .killAll
        case "restart-listener": self = .restartListener
        case "connection-life":
            let text = try options.required("seconds")
            self = .connectionLife(seconds: text == "off" ? nil : try Options.seconds(text))
        case "rotate-keys":
            self = .rotateKeys(try options.accessKey())
        case "clear":
            self = .clear(try options.take("fault").map { name throws(Failure) in try Self.kind(name) })
        default:
            let kind = try Self.kind(name)
            self = try options.fault(kind, randomSeed: randomSeed)
        }
        try options.finish()
    }

    private static func kind(_ name: String) throws(Failure) -> Fault.Kind {
        guard let kind = Fault.Kind(rawValue: name) else {
            let names = Fault.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure(
                "\(name) is unknown. Commands: status, clear, kill-all, restart-listener, connection-life, rotate-keys; "
                    + "faults: \(names)."
            )
        }
        return kind
    }

    private struct Options {
        private var values: [String: String] = [:]

        init(_ words: [String]) throws(Failure) {
            for word in words {
                // OC000 and OC001 may stand alone.
                if Conflict(rawValue: word) != nil {
                    try set("code", word)
                } else if let equals = word.firstIndex(of: "=") {
                    try set(String(word[..<equals]), String(word[word.index(after: equals)...]))
                } else {
                    throw Failure("\(word) is not of the form key=value.")
                }
            }
        }

        private mutating func set(_ name: String, _ value: String) throws(Failure) {
            guard values.updateValue(value, forKey: name) == nil else { throw Failure("\(name) is given twice.") }
        }

        mutating func take(_ name: String) -> String? { values.removeValue(forKey: name) }

        mutating func required(_ name: String) throws(Failure) -> String {
            guard let value = take(name) else { throw Failure("\(name)= is missing.") }
            return value
        }

        func finish() throws(Failure) {
            guard values.isEmpty else {
                throw Failure("Unknown here: \(values.keys.sorted().joined(separator: ", ")).")
            }
        }

        static func seconds(_ text: String) throws(Failure) -> Double {
            guard let seconds = Double(text), seconds > 0, seconds <= 86_400 else {
                throw Failure("seconds must be a number above 0 and up to 86400.")
            }
            return seconds
        }

        mutating func fault(_ kind: Fault.Kind, randomSeed: UInt64) throws(Failure) -> ControlCommand {
            var fault = Fault(kind)
            if let text = take("probability") {
                guard let probability = Double(text), probability > 0, probability <= 1 else {
                    throw Failure("probability must be a number above 0 and up to 1.")
                }
                fault.probability = probability
                // What happens now and then goes on until it is cleared, unless it is counted.
                fault.count = nil
            }
            if let text = take("count") {
                let count = Int(text)
                guard text == "all" || (count ?? 0) > 0 else { throw Failure("count must be 1 or more, or all.") }
                fault.count = count
            }
            if kind == .hang || kind == .slowLogin, let text = take("seconds") {
                fault.seconds = try Self.seconds(text)
            }
            if kind == .conflictAtCommit || kind == .conflictAtStatement, let text = take("code") {
                guard let conflict = Conflict(rawValue: text) else { throw Failure("code must be OC000 or OC001.") }
                fault.conflict = conflict
            }
            var seed = randomSeed
            if let text = take("seed") {
                guard let given = UInt64(text) else { throw Failure("seed must be a whole number from 0.") }
                seed = given
            }
            return .fault(fault, seed: seed)
        }

        mutating func accessKey() throws(Failure) -> AccessKey? {
            let (id, secret, token) = (take("id"), take("secret"), take("token"))
            guard id != nil || secret != nil || token != nil else { return nil }
            guard let id, let secret, !id.isEmpty, !secret.isEmpty else {
                throw Failure("id= and secret= go together; without any, new keys are made.")
            }
            return AccessKey(id: id, secret: secret, sessionToken: token)
        }
    }
}
