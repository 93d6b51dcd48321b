import Foundation
import SyndicationTesting
import Testing

@testable import Syndication

@Suite("X5 every document reads back as its model")
struct ReparseTests {
  @Test("every entry of every feed comes back field by field, in all formats", arguments: 1...12)
  func catalogs(seed: UInt64) throws {
    var generator = ItemGenerator(seed: seed)
    var blog = Blog(generator.items(20))
    blog.pipeline.site.title = generator.text(2...4)
    blog.pipeline.site.description = generator.text(3...9)
    blog.pipeline.site.rights = generator.text(3...9)
    let edition = try blog.preview()
    #expect(!edition.problems.hasErrors, "\(edition.problems)")
    #expect(edition.plan.feeds.count > 5)
    for feed in edition.plan.feeds {
      let entries = feed.entries.map { edition.plan.entries[$0] }
      let path = feed.scope.name

      let atom = try edition.atom("\(path).atom")
      #expect(atom["id"] == feed.id)
      #expect(atom["title"]?.scalars == Expected.clean(feed.title).scalars)
      #expect(atom["updated"] == feed.updated.rfc3339)
      #expect(atom["subtitle"]?.scalars == Expected.clean(blog.pipeline.site.description).scalars)
      #expect(atom["rights"]?.scalars == Expected.clean(blog.pipeline.site.rights!).scalars)
      compare(atom.all("entry").map(ReadEntry.init(atom:)), entries, in: "\(path).atom", on: blog.pipeline.site) {
        // RFC 4287 §4.1.2: content where there is no link.
        if $0.content == nil, $0.url == nil { $0.content = $0.summary ?? $0.title }
      }

      let rss = try edition.rss("\(path).rss")
      #expect(rss["title"]?.scalars == Expected.clean(feed.title).scalars)
      #expect(rss["description"]?.scalars == Expected.clean(blog.pipeline.site.description).scalars)
      #expect(rss.all("item").map { $0["pubDate"] } == entries.map(\.published.rfc822))
      compare(rss.all("item").map(ReadEntry.init(rss:)), entries, in: "\(path).rss", on: blog.pipeline.site) {
        // T4, and no date of an edit.
        $0.summary = $0.summary ?? $0.title ?? $0.url ?? $0.id
        // B4: a summary that is not shorter than the content gives way to it.
        if let content = $0.content,
          XMLCharacters.escaped($0.summary!).utf8.count >= XMLCharacters.escaped(content).utf8.count
        {
          ($0.summary, $0.content) = (content, nil)
        }
        $0.published = SourceDate($0.published!)?.instant(in: .utc, at: 0).rfc822
        $0.updated = nil
      }

      let json = try edition.json("\(path).json")
      #expect((json["title"] as? String)?.scalars == Expected.clean(feed.title).scalars)
      compare(
        try edition.jsonItems("\(path).json").map(ReadEntry.init(json:)), entries, in: "\(path).json",
        on: blog.pipeline.site
      ) {
        // What is all there is stands as the content.
        if $0.content == nil { ($0.content, $0.summary) = ($0.summary ?? $0.title ?? $0.url ?? $0.id, nil) }
      }
    }
  }

  /// Said from the source's item and the rules, not from what is written.
  private func expectation(for entry: Entry, on site: Site) -> ReadEntry {
    let item = entry.item
    func text(_ body: Body?) -> String? {
      guard case .text(let text, _)? = body else { return nil }
      return text
    }
    // A link post without a page of its own leads to its id where that is one, else to what it is about.
    let page = item.externalURL.map { AbsoluteURL(entry.id).flatMap { $0.isWebAddress ? $0.string : nil } ?? $0 }
    let authors = item.authors.isEmpty ? site.authors : item.authors
    return ReadEntry(
      id: entry.id, url: item.address?.string ?? page, title: item.title.map(Expected.line),
      // The generator's texts have no blank lines: a summary is one paragraph.
      summary: text(item.summary?.body).map(Expected.line), content: text(item.content?.body).map(Expected.clean),
      published: entry.published.rfc3339, updated: entry.updated.rfc3339,
      authors: authors.map { Expected.clean($0.name) }.joined(separator: ", "),
      tags: entry.tags.map { Expected.line($0.label) },
      language: item.language, files: Set(([item.image] + item.attachments.map(\.url)).compactMap(\.self)))
  }

  /// - Parameter adapt: what the format says in its own way.
  private func compare(
    _ read: [ReadEntry], _ entries: [Entry], in path: String, on site: Site, adapt: (inout ReadEntry) -> Void
  ) {
    #expect(read.count == entries.count, "\(path)")
    for (read, entry) in zip(read, entries) {
      var expected = expectation(for: entry, on: site)
      // What is made of other fields (T2, B4) has its own tests.
      if expected.title == nil { expected.title = read.title }
      if expected.summary == nil, expected.content != nil { expected.summary = read.summary }
      adapt(&expected)
      #expect(read == expected, "\(path)")
      #expect(read.title?.scalars == expected.title?.scalars, "\(path)")
      #expect(read.summary?.scalars == expected.summary?.scalars, "\(path)")
      #expect(read.content?.scalars == expected.content?.scalars, "\(path)")
    }
  }
}
