import Foundation

/// RFC 7468's wrapping.
enum PEM {
    static func encode(_ bytes: [UInt8], label: String) -> String {
        let text = Data(bytes).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
        return "-----BEGIN \(label)-----\n\(text)\n-----END \(label)-----\n"
    }
}
