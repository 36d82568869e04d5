import AuroraDSQL
import Testing

@Suite struct DSQLErrorTests {
    @Test func `an error reads as what is wrong and what to do`() {
        let error = DSQLError(.invalidConfiguration, "The port \"0\" is not a port.", remedy: "Give 1 to 65535.")
        #expect("\(error)" == "The port \"0\" is not a port. Give 1 to 65535.")
        #expect(error == DSQLError(.invalidConfiguration, "Another sentence."))
    }
}
