import Foundation
import Syndication
import SyndicationMarkup
import SyndicationSources
import SyndicationTesting

/// What the `feed` source finds in a file of `bytes`, for the site `https://example.com/`.
func loadFeed(
  _ bytes: some Sequence<UInt8>, named file: String = "old.xml", origin: Bool? = nil
) async throws -> SourceContents {
  let folder = try TemporaryFolder()
  try Data(bytes).write(to: URL(filePath: folder[file]))
  return try await FeedSource.example(folder[file], origin: origin).load(seenFrom: folder.path)
}

func loadFeed(_ text: String, origin: Bool? = nil) async throws -> SourceContents {
  try await loadFeed(text.utf8, origin: origin)
}

extension FeedSource {
  static func example(_ path: String, origin: Bool? = nil) -> FeedSource {
    FeedSource(
      name: "old", path: path, origin: origin,
      site: Site(title: "Example Notes", url: AbsoluteURL("https://example.com/")!))
  }
}

extension SourceItem {
  var id: String? { if case .item(let id, _) = identity { id } else { nil } }
  var url: String? { address?.string }
  /// As it is published.
  var summaryText: String? {
    get throws {
      let site = Site(title: "Example Notes", url: AbsoluteURL("https://example.com/")!)
      let page = Page(id: id ?? "", base: site.url, site: site)
      return try summary.map { $0.markup.plainText(try $0.read().text, of: page).text }
    }
  }
  var contentText: String? { get throws { try content?.body.read().string } }
  /// The content as it is published, its addresses resolved against its base.
  var cleanContent: String? {
    get throws {
      try content.map { content in
        HTMLCleaner(base: AbsoluteURL(content.base ?? url ?? "")!).clean(try content.read().string).html
      }
    }
  }
}

/// An Atom feed of the site, around its entries.
func atomFeed(_ entries: String, head: String = "") -> String {
  """
  <?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">
  <id>urn:feed</id><title>Old Notes</title><updated>2022-01-01T00:00:00Z</updated>
  <link rel="self" href="https://example.com/blog/atom.xml"/>\(head)\(entries)</feed>
  """
}

/// An RSS 2.0 feed of the site, around its items.
func rssFeed(_ items: String, head: String = "") -> String {
  """
  <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
   xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
   xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Old Notes</title><link>https://example.com/</link>
  <description>Notes</description>\(head)\(items)</channel></rss>
  """
}
