/// Where the fixtures of a test target lie: beside its sources.
package enum FixtureFolder {
    /// The path of a folder below `Fixtures` of the target that the calling file, at most one folder deep, belongs to.
    package static func path(_ name: String, file: String = #filePath) -> String {
        "/" + file.split(separator: "/").dropLast(2).joined(separator: "/") + "/Fixtures/\(name)"
    }
}
