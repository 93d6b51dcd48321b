import SyndicationMarkup
import SyndicationTesting
import Testing

@testable import Syndication

@Suite("Posts that are withdrawn, and posts that are gone")
struct CorrectionTests {
  private func post(_ number: Int, _ tags: [String] = []) -> SourceItem {
    .post(
      "urn:example:\(number)", url: "https://example.com/\(number)/", title: "Post \(number)",
      on: "2022-03-\(10 + number)T00:00:00Z", html: "<p>What \(number) says.</p>", tags: tags)
  }

  // MARK: - Withdrawn

  @Test("a withdrawn post keeps id, title, tags and dates, and a notice stands for all that it said and showed")
  func withdrawn() throws {
    var blog = Blog([post(1, ["graphs"]), post(2)])
    blog.items[0].summary = .text("Short.")
    blog.items[0].image = "https://example.com/a.png"
    blog.items[0].attachments = [Attachment(url: "https://example.com/a.mp3", mediaType: "audio/mpeg")]
    let before = try blog.build()
    blog.items[0].withdrawn = "  the proof is\nwrong & <b>long</b>"
    let after = try blog.build(at: "2022-07-01T00:00:00Z")
    let (old, new) = (try before.readEntries("all"), try after.readEntries("all"))
    for (old, new) in zip(old, new).filter({ $0.0.id == "urn:example:1" }) {
      #expect(new.title == "Post 1" && new.tags == ["graphs"] && new.published == old.published && new.files == [])
      #expect([new.summary, new.content].contains("This post was withdrawn: the proof is wrong & <b>long</b>"))
      #expect(![new.summary, new.content].contains { $0?.contains("says") == true || $0?.contains("Short") == true })
    }
    #expect(after.changes.updated == ["urn:example:1"] && after.changes.removed == [])
    #expect(after.entry("Post 1")?.updated.rfc3339 == "2022-07-01T00:00:00Z")
    for format in ["atom", "rss", "json"] { #expect(!after.text(of: "all.\(format)").contains("a.mp3")) }
    // What is behind the notice is nobody's business; another reason is.
    blog.items[0].content = .text("Other words")
    #expect(try blog.build(at: "2022-07-02T00:00:00Z").changes.updated == [])
    blog.items[0].withdrawn = "another"
    #expect(try blog.build(at: "2022-07-03T00:00:00Z").changes.updated == ["urn:example:1"])
    blog.items[0].withdrawn = nil
    let back = try blog.build(at: "2022-07-04T00:00:00Z")
    #expect(back.changes.updated == ["urn:example:1"] && back.text(of: "all.json").contains("Other words"))
  }

  @Test("without a reason the notice says that alone, in full and in summary form")
  func withoutReason() throws {
    var blog = Blog([post(1)])
    blog.items[0].withdrawn = ""
    for form in EntryForm.allCases {
      blog.pipeline.feeds.content = form
      let edition = try blog.preview()
      for entry in try edition.readEntries("all") {
        #expect([entry.summary, entry.content].contains("This post was withdrawn."), "\(form)")
      }
      #expect(edition.problems == [])
    }
  }

  // MARK: - Gone

  private func tombstones(_ edition: BuiltBlog, in feed: String = "all") throws -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: try edition.atom("\(feed).atom").all("at:deleted-entry").map {
        ($0.attributes["ref"] ?? "", $0.attributes["when"] ?? "")
      })
  }

  private func blog(_ items: [SourceItem], _ settings: TombstoneSettings? = TombstoneSettings()) -> Blog {
    var blog = Blog(items)
    blog.pipeline.feeds.tombstones = settings
    return blog
  }

  @Test("P4 RFC 6721: feeds that held an entry say that it is gone, and since when; other feeds and formats do not")
  func gone() throws {
    var blog = blog([post(1, ["graphs"]), post(2, ["graphs", "trees"]), post(3, ["trees"])])
    let first = try blog.build()
    #expect(!first.text(of: "all.atom").contains("xmlns:at"))
    blog.items.remove(at: 0)
    let edition = try blog.build(at: "2022-07-01T00:00:00Z")
    #expect(try tombstones(edition) == ["urn:example:1": "2022-07-01T00:00:00Z"])
    #expect(try tombstones(edition, in: "tags/graphs") == ["urn:example:1": "2022-07-01T00:00:00Z"])
    #expect(try tombstones(edition, in: "tags/trees") == [:])
    #expect(!edition.text(of: "tags/trees.atom").contains("xmlns:at"))
    #expect(edition.text(of: "all.atom").contains(#"xmlns:at="http://purl.org/atompub/tombstones/1.0""#))
    #expect(FeedFormats.heldEntries(in: edition.bytes(of: "all.atom")!)?.updated.count == 2)
    #expect(edition.feed("all")?.updated == first.feed("all")?.updated)
    #expect(try Ledger(edition.ledger.text, file: "ledger.ndjson") == edition.ledger)
    // No clock moves it.
    let later = try blog.build(at: "2029-01-01T00:00:00Z")
    #expect(later.documents == edition.documents && later.ledger == edition.ledger)
  }

  @Test("one that comes back is told of no more, and neither is one that only moved to another source")
  func back() throws {
    var blog = blog([post(1), post(2)])
    try blog.build()
    let item = blog.items.removeFirst()
    #expect(try tombstones(blog.build()).count == 1)
    blog.items.append(item)
    #expect(try tombstones(blog.build()) == [:])
    for index in blog.items.indices { blog.items[index].source = "other" }
    #expect(try tombstones(blog.build()) == [:])
  }

  @Test("a draft is gone; what cannot be read today is not")
  func hidden() throws {
    var blog = blog([post(1), post(2)])
    try blog.build()
    blog.items[0].published = "31 March"
    #expect(try tombstones(blog.build()) == [:])
    blog.items[0] = post(1)
    blog.items[0].isHidden = true
    #expect(try tombstones(blog.build()).keys.sorted() == ["urn:example:1"])
  }

  @Test("they are bounded in number, and in days before the last change of the feed")
  func bounds() throws {
    var blog = blog((1...9).map { post($0) }, TombstoneSettings(atMost: 3, days: 30))
    try blog.build()
    for (number, day) in [(1, "05-01"), (2, "06-01"), (3, "06-11"), (4, "06-21"), (5, "06-22")] {
      blog.items.removeAll { $0.title == "Post \(number)" }
      try blog.build(at: "2022-\(day)T00:00:00Z")
    }
    #expect(try tombstones(blog.build()).keys.sorted() == ["urn:example:3", "urn:example:4", "urn:example:5"])
    blog.items.removeAll { $0.title == "Post 6" }
    #expect(
      try tombstones(blog.build(at: "2022-07-15T00:00:00Z")).keys.sorted() == [
        "urn:example:4", "urn:example:5", "urn:example:6",
      ])
    blog.pipeline.feeds.tombstones?.days = 1
    #expect(try tombstones(blog.build(at: "2022-07-16T00:00:00Z")).keys.sorted() == ["urn:example:6"])
  }

  @Test("where they are not wanted, nothing is told and nothing is remembered; what went then stays untold")
  func off() throws {
    var blog = blog([post(1), post(2)], nil)
    try blog.build()
    blog.items.removeFirst()
    let edition = try blog.build()
    #expect(try tombstones(edition) == [:])
    let text = String(decoding: edition.ledger.text, as: UTF8.self)
    #expect(!text.contains("\"gone\":") && !text.contains("\"feeds\":"))
    blog.pipeline.feeds.tombstones = TombstoneSettings()
    #expect(try tombstones(blog.build()) == [:])
  }
}
