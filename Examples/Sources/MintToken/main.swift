// Prints a token for the cluster that the first argument names, and the user that the second one names.

let host = CommandLine.arguments.dropFirst().first ?? ""
let user = CommandLine.arguments.dropFirst(2).first ?? "admin"
let token = try await mintToken(host: host, user: user)
print(token.password)
