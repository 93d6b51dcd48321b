import Syndication
import SyndicationFiles
import SyndicationTesting
import Testing

@testable import SyndicationSite

@Suite("A body in a file") struct ChangedBodyTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("that is written to during a build stops it, and nothing is published")
  func build() async throws {
    try folder.write(
      #"""
      {"site": {"title": "T", "url": "https://example.org/"}, "feeds": {"entries": 600},
       "sources": [{"type": "json", "path": "posts.json"}]}
      """#, to: "config.json")
    // More than one batch: of what is read at once, the file may do what it likes.
    let posts = (1...1200).map { number in
      let tag = number % 2 == 0 ? "a" : "b"
      return "{\"id\": \"\(number)\", \"url\": \"/\(number)\", \"title\": \"T\", \"date_published\": \"2022-01-01\", "
        + "\"tags\": [\"\(tag)\"], \"content_text\": \"old\"}"
    }
    try folder.write("[\(posts.joined(separator: ",\n"))]", to: "posts.json")
    let build = Build(try Configuration.load(folder["config.json"]))
    await #expect(throws: FileChanged(path: folder["posts.json"])) {
      _ = try await build.run(at: Timestamp(seconds: 1_700_000_000)) { [folder] progress in
        if case .publishing(.rendering(1, _)) = progress { try? folder.write("[]", to: "posts.json") }
      }
    }
    #expect(folder.files() == ["config.json", "posts.json"])
  }
}
