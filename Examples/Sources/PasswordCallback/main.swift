// What a client library that asks for its password would do: ask once for each connection.

let host = CommandLine.arguments.dropFirst().first ?? ""
let user = CommandLine.arguments.dropFirst(2).first ?? "admin"
let password = try passwordCallback(host: host, user: user)
print(try await password())
