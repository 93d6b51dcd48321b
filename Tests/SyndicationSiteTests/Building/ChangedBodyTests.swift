import Syndication
import SyndicationFiles
import SyndicationTesting
import Testing

@testable import SyndicationSite

@Suite("A body in a file") struct ChangedBodyTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func text(_ word: String) -> String {
    let items = (1...3).map { "{\"id\": \"\($0)\", \"title\": \"\($0)\", \"content_text\": \"\(word) \($0)\"}" }
    return "[\(items.joined(separator: ",\n"))]"
  }

  @Test("that is written to during a build stops it, and nothing is published")
  func build() async throws {
    try folder.write(
      #"""
      {"site": {"title": "T", "url": "https://example.org/"},
       "sources": [{"type": "json", "path": "posts.json"}]}
      """#, to: "config.json")
    try folder.write(
      text("old").replacing("{", with: "{\"url\": \"https://example.org/\", \"date_published\": \"2022-01-01\", "),
      to: "posts.json")
    let build = Build(try Configuration.load(folder["config.json"]))
    await #expect(throws: FileChanged(path: folder["posts.json"])) {
      _ = try await build.run(at: Timestamp(seconds: 1_700_000_000)) { [folder] progress in
        if case .publishing(.rendering(1, _)) = progress { try? folder.write("[]", to: "posts.json") }
      }
    }
    #expect(folder.files() == ["config.json", "posts.json"])
  }
}
