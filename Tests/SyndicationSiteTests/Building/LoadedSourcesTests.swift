import Glibc
import Syndication
import SyndicationSite
import SyndicationTesting
import Testing

/// Which source a build reads: both are altered so that nothing but their bytes tells, and what is read has the new title.
@Suite("Sources that an earlier build of the program has read")
struct LoadedSourcesTests {
  let folder: TemporaryFolder
  let loaded = LoadedSources()

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(
      #"""
      {"site": {"title": "T", "url": "https://example.org/"},
       "sources": [{"type": "json", "name": "a", "path": "a.json"}, {"type": "json", "name": "b", "path": "b.json"}]}
      """#, to: "config.json")
    try write("old a", to: "a.json", age: 100)
    try write("old b", to: "b.json", age: 100)
  }

  private func write(_ title: String, to name: String, age: Int) throws {
    let post =
      #"[{"id": "\#(name)", "title": "\#(title)", "date_published": "2022-01-01T00:00:00Z", "content_text": "x"}]"#
    try folder.write(post, to: name)
    setModified(folder[name], to: timespec(tv_sec: 1_600_000_000 - age, tv_nsec: 0))
  }

  private func titles(force: Bool = false, loaded: LoadedSources? = nil) async throws -> [String] {
    var options = Build.Options()
    options.force = force
    let build = Build(try Configuration.load(folder["config.json"]), options: options, loaded: loaded ?? self.loaded)
    #expect(try await build.run(at: Timestamp(seconds: 1_700_000_000)).published != nil)
    let text = folder.text("feeds/all.json") ?? ""
    return ["old a", "new a", "old b", "new b"].filter(text.contains)
  }

  @Test("are not read again while their files are the same; one that changed is, and it alone")
  func reuse() async throws {
    #expect(try await titles() == ["old a", "old b"])
    try write("new a", to: "a.json", age: 100)
    try write("new b", to: "b.json", age: 50)
    #expect(try await titles() == ["old a", "new b"])
  }

  @Test("are read again where nothing is to be trusted, by another program, and for another site")
  func rereading() async throws {
    #expect(try await titles() == ["old a", "old b"])
    try write("new a", to: "a.json", age: 100)
    try write("new b", to: "b.json", age: 100)
    let config = try #require(folder.text("config.json"))
    try folder.write(config.replacing("\"T\"", with: "\"Another\""), to: "config.json")
    #expect(try await titles() == ["new a", "new b"])

    try write("old a", to: "a.json", age: 100)
    try folder.write(config, to: "config.json")
    #expect(try await titles(loaded: LoadedSources()) == ["old a", "new b"])
    try write("old b", to: "b.json", age: 100)
    #expect(try await titles(force: true) == ["old a", "old b"])
  }
}
