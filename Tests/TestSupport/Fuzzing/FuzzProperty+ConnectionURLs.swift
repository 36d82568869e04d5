import AuroraDSQL

extension FuzzProperty {
    /// What stands for a password in the corpus.
    private static let password = "hunter2hunter2"

    /// A URL that was taken has a host, a user, a database and a port that can be dialled; an error about one that was
    /// not never shows what may be its password.
    package static let connectionURLs = FuzzProperty("ConnectionURLs") { input in
        let url = String(decoding: input, as: UTF8.self)
        do throws(DSQLError) {
            let configuration = try ConnectionConfiguration(url: url)
            guard !configuration.host.isEmpty, !configuration.user.isEmpty, !configuration.database.isEmpty else {
                return "a URL without a host, a user or a database was taken"
            }
            return (1...65_535).contains(configuration.port) ? nil : "the port \(configuration.port) was taken"
        } catch {
            // Whatever stands before an @ may be a password that was not percent-encoded.
            guard url.prefix(upTo: url.lastIndex(of: "@") ?? url.startIndex).contains(password) else { return nil }
            return error.description.contains(password) ? "the error shows the password" : nil
        }
    }
}
