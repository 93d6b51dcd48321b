import Syndication
import SyndicationTesting

@testable import SyndicationSources

/// A folder of posts, and what a source makes of it.
struct MarkdownFixture {
  let folder: TemporaryFolder
  var options = MarkdownSource.Options()
  var site = Site(title: "Notes", url: AbsoluteURL("https://example.com/")!)

  init(_ files: [String: String]) throws {
    folder = try TemporaryFolder()
    for (name, text) in files { try folder.write(text, to: name) }
  }

  func source(at path: String = "") -> MarkdownSource {
    MarkdownSource(name: "markdown", path: path.isEmpty ? folder.path : folder[path], options: options, site: site)
  }

  func load(at path: String = "") async throws -> SourceContents { try await source(at: path).load() }

  /// The one post of a blog that holds a post with this front matter and nothing else.
  static func post(
    _ matter: String, body: String = "Text.\n", named name: String = "_posts/2022-03-25-name.md",
    configuration: [String: String] = [:]
  ) async throws -> SourceItem {
    let fixture = try MarkdownFixture(configuration.merging([name: "---\n\(matter)\n---\n\(body)"]) { $1 })
    let contents = try await fixture.load()
    guard let item = contents.items.first, contents.items.count == 1 else { throw NoPost(problems: contents.problems) }
    return item
  }
}

struct NoPost: Error { var problems: [Problem] }

extension SourceItem {
  /// The path of where it lives, below https://example.com.
  var addressPath: String? { address.map { String($0.string.trimmingPrefix("https://example.com")) } }
}
