import AuroraDSQLCredentials
import FoundationEssentials
import Testing

@Suite struct SessionTokenLengthTests {
    @Test func `session tokens of up to 4096 characters are signed by the written rules`() throws {
        let signer = SigV4Signer()
        let region = try Region("us-east-1")
        var wrong: [Int] = []
        // Each length of a few hash blocks, then one of each residue modulo the block's 64 bytes.
        for length in Array(0...200) + Array(stride(from: 201, through: 4_096, by: 65)) + [4_095, 4_096] {
            let session = String(repeating: "+", count: length)
            let token = try signer.presignedToken(
                host: Golden.host,
                action: .dbConnectAdmin,
                region: region,
                credentials: Golden.credentials(sessionToken: session),
                date: Golden.date,
                expiresIn: 900
            )
            let encoded = length == 0 ? nil : String(repeating: "%2B", count: length)
            let expected = Golden.text(
                action: .dbConnectAdmin,
                encodedSessionToken: encoded,
                signature: signature(encodedSessionToken: encoded)
            )
            if token.password != expected { wrong.append(length) }
        }
        #expect(wrong.isEmpty)
    }

    /// The signature, from the canonical request on, with nothing kept or shared.
    private func signature(encodedSessionToken: String?) -> String {
        let scope = "20250827/us-east-1/dsql/aws4_request"
        let encodedScope = "AKIDEXAMPLE%2F20250827%2Fus-east-1%2Fdsql%2Faws4_request"
        let session = encodedSessionToken.map { "&X-Amz-Security-Token=\($0)" } ?? ""
        let request =
            "GET\n/\nAction=DbConnectAdmin&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=\(encodedScope)"
            + "&X-Amz-Date=20250827T120000Z&X-Amz-Expires=900\(session)&X-Amz-SignedHeaders=host\n"
            + "host:\(Golden.host)\n\nhost\n\(hexadecimal(SHA256.digest(of: [])))"
        var key = [UInt8]("AWS4\(Golden.secret)".utf8)
        for part in scope.split(separator: "/") { key = HMACSHA256(key: key).code(of: [UInt8](part.utf8)) }
        let hash = hexadecimal(SHA256.digest(of: [UInt8](request.utf8)))
        let toSign = "AWS4-HMAC-SHA256\n20250827T120000Z\n\(scope)\n\(hash)"
        return hexadecimal(HMACSHA256(key: key).code(of: [UInt8](toSign.utf8)))
    }

    private func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
