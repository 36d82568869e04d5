import AuroraDSQL
import AuroraDSQLCredentials

let clusterID = "abcdefghijklmnopqrstuvwxyz"
let clusterHost = "abcdefghijklmnopqrstuvwxyz.dsql.us-east-1.on.aws"
let debianBundle = "/etc/ssl/certs/ca-certificates.crt"

extension ConnectionConfiguration {
    /// Resolves in a world with these variables and files alone.
    func resolve(
        _ variables: [String: String] = [:],
        files: Set<String> = [debianBundle]
    ) throws(DSQLError) -> ConnectionParameters {
        try resolve(driver: "libpq", environment: Environment(variables), isReadable: { files.contains($0) })
    }
}
