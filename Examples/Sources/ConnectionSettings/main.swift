import AuroraDSQL

var configuration = ConnectionConfiguration(host: "abcdefghijklmnopqrstuvwxyz.dsql.us-east-1.on.aws")
configuration.user = "reporting"
let parameters = try configuration.resolve(driver: "mydriver")  // a client does this by itself

print("\(parameters.user) of \(parameters.database) on \(parameters.endpoint), as \(parameters.applicationName)")
