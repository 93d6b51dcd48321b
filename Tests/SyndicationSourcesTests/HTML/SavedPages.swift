import Foundation
import Syndication
import SyndicationMarkup
import SyndicationTesting

@testable import SyndicationSources

/// Pages in a fresh folder, which is there as long as this is kept, and what the source finds in it.
struct SavedPages {
  let folder: TemporaryFolder
  var permalink: String?
  var dropped: [ElementPattern] = []

  init(_ pages: KeyValuePairs<String, String> = [:], permalink: String? = nil, dropped: [ElementPattern] = []) throws {
    folder = try TemporaryFolder()
    self.permalink = permalink
    self.dropped = dropped
    for (name, html) in pages { try folder.write(html, to: name) }
  }

  static let site = Site(title: "A Site", url: AbsoluteURL("https://example.org/")!)

  var source: HTMLSource { source("") }

  /// Of one page of the folder.
  func source(_ page: String) -> HTMLSource {
    HTMLSource(
      name: "html", path: page.isEmpty ? folder.path : folder[page], permalink: permalink, dropped: dropped,
      site: Self.site)
  }

  func load() async throws -> SourceContents { try await source.load(seenFrom: folder.path, as: "pages") }

  /// The posts of one page, `posts/page.html`. Their bodies can be read as long as this is kept.
  func posts(_ html: String) async throws -> [SourceItem] {
    try folder.write(html, to: "posts/page.html")
    let contents = try await load()
    for problem in contents.problems { throw problem }
    return contents.items
  }
}

extension SourceItem {
  var body: String? { get throws { try content?.body.read().string } }
  /// The body as a feed has it.
  var clean: String {
    get throws {
      let base = content?.base ?? url ?? "https://example.org/"
      return HTMLCleaner(base: AbsoluteURL(base)!).clean(try content?.body.read().string ?? "").html
    }
  }
}
