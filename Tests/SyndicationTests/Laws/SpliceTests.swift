import SyndicationMarkup
import SyndicationTesting
import Testing

@testable import Syndication

/// Law 2: an entry's bytes never depend on the feed that holds it.
@Suite("Law 2: splice = direct writing")
struct SpliceTests {
  @Test(
    "a spliced document is, byte for byte, one written with its entries alone by a fresh renderer", arguments: 1...8)
  func direct(seed: UInt64) throws {
    var generator = ItemGenerator(seed: seed)
    var blog = Blog(generator.items(25))
    blog.pipeline.feeds.formats = FeedFormats.all.map(\.name)
    blog.pipeline.feeds.entries = 12
    blog.pipeline.feeds.content = seed % 4 == 0 ? .summary : .full
    let edition = try blog.preview()
    let site = blog.pipeline.site
    for feed in edition.plan.feeds {
      for destination in feed.documents {
        let format = try #require(FeedFormats.named(destination.format))
        let path = destination.path.string
        let frame = try format.frame(
          of: RenderInput.Frame(feed, on: Shared(site), at: blog.pipeline.feeds.url.appending(path: path)))
        var bytes = frame.opening
        for (position, index) in feed.entries.enumerated() {
          var ignored: [Problem] = []
          let entry = try PreparedEntry(edition.plan.entries[index], on: site, problems: &ignored)
          if position > 0 { bytes += frame.separator }
          bytes += try format.fragment(of: entry, as: blog.pipeline.feeds.content)
        }
        bytes += frame.closing
        #expect(edition.bytes(of: path) == bytes, "\(path)")
      }
    }
  }

  @Test("an entry's bytes are the same in every feed that holds it, and are one allocation's slices", arguments: 1...8)
  func same(seed: UInt64) throws {
    var generator = ItemGenerator(seed: seed)
    var blog = Blog(generator.items(25))
    blog.pipeline.feeds.formats = FeedFormats.all.map(\.name)
    blog.pipeline.feeds.entries = 100
    let edition = try blog.preview()
    for format in blog.pipeline.feeds.formats {
      var fragments: [Int: [UInt8]] = [:]
      for feed in edition.plan.feeds {
        let path = try #require(feed.documents.first { $0.format == format }?.path)
        let parts = try #require(edition.document(path.string)).parts
        // Opening, entries and separators in turn, closing.
        let entries = stride(from: 1, to: parts.count - 1, by: 2).map { parts[$0] }
        #expect(entries.count == feed.entries.count)
        for (index, bytes) in zip(feed.entries, entries) {
          if let known = fragments.updateValue(bytes, forKey: index) { #expect(known == bytes, "\(path)") }
        }
      }
      #expect(fragments.count == edition.plan.entries.count)
    }
  }

  @Test("nothing is indented, and an entry is one line of a document", arguments: 1...4)
  func lines(seed: UInt64) throws {
    var generator = ItemGenerator(seed: seed)
    var item = generator.item()
    item.content = nil
    item.summary = .text("One line.")
    let edition = try Blog([item, generator.item()]).preview()
    for path in ["all.atom", "all.rss", "all.json"] {
      let part = edition.document(path)?.parts
      #expect(part?.contains { $0.contains(0x0A) == false && $0.count > 100 } == true)
      #expect(!edition.text(of: path).contains("\n "))
    }
  }
}
