import Foundation
import TestSupport
import Testing

@Suite struct FuzzCorpusTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Fuzz/Corpus").path

    @Test(arguments: FuzzProperty.all.map(\.name))
    func `no input of the corpus breaks its property`(name: String) throws {
        let property = try #require(FuzzProperty.all.first { $0.name == name })
        let files = try FileManager.default.contentsOfDirectory(atPath: "\(Self.folder)/\(name)")
        #expect(files.count >= 5)
        for file in files {
            let input = try #require(FileManager.default.contents(atPath: "\(Self.folder)/\(name)/\(file)"))
            #expect(property.check(Array(input)) == nil, "\(file)")
        }
    }
}
