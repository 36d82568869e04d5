import Foundation

/// A private folder for one test.
///
/// ```swift
/// try await withTemporaryFolder { folder in
///     let path = try folder.write("[default]\n", to: "aws/config")
/// }
/// ```
package struct TemporaryFolder: Sendable {
    /// The folder's path, without a slash at its end; short enough for a Unix socket in it.
    package let path: String

    fileprivate init() throws {
        var name = Array((NSTemporaryDirectory() + "/dsql-XXXXXX").utf8CString)
        guard unsafe mkdtemp(&name) != nil else { throw SystemError("mkdtemp") }
        let made = name.dropLast().map { UInt8(bitPattern: $0) }
        path = URL(fileURLWithPath: String(decoding: made, as: UTF8.self)).standardizedFileURL.path
    }

    /// The path of a file in the folder.
    package func path(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file, makes the folders above it, and returns its path.
    @discardableResult
    package func write(_ text: String, to name: String, mode: Int = 0o600) throws -> String {
        try write(Array(text.utf8), to: name, mode: mode)
    }

    /// Writes a file, makes the folders above it, and returns its path.
    @discardableResult
    package func write(_ bytes: [UInt8], to name: String, mode: Int = 0o600) throws -> String {
        let url = URL(fileURLWithPath: path(name))
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: url.path)
        return url.path
    }

    /// The bytes of a file in the folder.
    package func read(_ name: String) throws -> [UInt8] {
        try Array(Data(contentsOf: URL(fileURLWithPath: path(name))))
    }

    /// The names in the folder, sorted.
    package func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    }

    fileprivate func remove() throws { try FileManager.default.removeItem(atPath: path) }
}

/// Lends a private folder and removes it afterwards, with all that is in it.
package func withTemporaryFolder<Value>(
    _ body: nonisolated(nonsending) (TemporaryFolder) async throws -> Value
) async throws -> Value {
    let folder = try TemporaryFolder()
    let value: Value
    do { value = try await body(folder) } catch {
        try? folder.remove()
        throw error
    }
    try folder.remove()
    return value
}
