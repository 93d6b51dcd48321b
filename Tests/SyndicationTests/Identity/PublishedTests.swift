import SyndicationFiles
import SyndicationTesting
import Testing

@testable import Syndication

@Suite("Rules D dates and order")
struct PublishedTests {
  private func published(_ blog: Blog, at instant: String = Blog.today) throws -> [String] {
    try blog.preview(at: instant).plan.entries.map(\.published.rfc3339)
  }

  @Test("D2 a date without a time gets the site's time of day, in the site's zone")
  func dayAlone() throws {
    var blog = Blog([.post("urn:example:1", on: "2022-03-26")])
    #expect(try published(blog) == ["2022-03-26T12:00:00Z"])
    blog.pipeline.site.timeOfDay = 8 * 3600 + 1800
    #expect(try published(blog) == ["2022-03-26T08:30:00Z"])
    blog.pipeline.site.timeZone = SiteTimeZone("America/New_York")!
    #expect(try published(blog) == ["2022-03-26T12:30:00Z"])
  }

  @Test("D2 a time without a zone is the site's")
  func local() throws {
    var blog = Blog([.post("urn:example:1", on: "2022-03-26 09:15")])
    blog.pipeline.site.timeZone = SiteTimeZone("Europe/Berlin")!
    #expect(try published(blog) == ["2022-03-26T08:15:00Z"])
  }

  @Test("D7 newest published first, then by id, whatever the order of the source")
  func order() throws {
    let items: [SourceItem] = [
      .post("urn:example:b", title: "B", on: "2022-03-26T08:00:00Z"),
      .post("urn:example:c", title: "C", on: "2022-03-27T08:00:00Z"),
      .post("urn:example:a", title: "A", on: "2022-03-26T08:00:00Z", updated: "2022-05-01T00:00:00Z"),
    ]
    #expect(try Blog(items).preview().titles() == ["C", "A", "B"])
    #expect(try Blog(items.reversed()).preview().titles() == ["C", "A", "B"])
  }

  @Test("D3 equal instants that the source gives stay as they are")
  func explicitTies() throws {
    let items = ["a", "b", "c"].map { SourceItem.post("urn:example:\($0)", on: "2022-03-26T12:00:00Z") }
    #expect(Set(try published(Blog(items))).count == 1)
  }

  @Test("D3 date-only entries of a day keep the listing's order in every feed and format")
  func listing() throws {
    let titles = ["Zebra", "Apple", "Mango", "Fig"]
    let edition = try Blog(titles.map { .listed($0, tags: ["fruit"]) }).preview()
    for path in ["all", "tags/fruit"] {
      #expect(try edition.atom("\(path).atom").all("entry").map { $0["title"] } == titles)
      #expect(try edition.rss("\(path).rss").all("item").map { $0["title"] } == titles)
      #expect(try edition.jsonItems("\(path).json").map { $0["title"] as? String } == titles)
    }
    #expect(
      edition.plan.entries.map(\.published.rfc3339) == [
        "2022-03-26T12:00:03Z", "2022-03-26T12:00:02Z", "2022-03-26T12:00:01Z", "2022-03-26T12:00:00Z",
      ])
    #expect(edition.plan.entries.map(\.updated) == edition.plan.entries.map(\.published))
  }

  @Test("D3 each day is spread by itself")
  func days() throws {
    let items = [("A", "2022-03-26"), ("B", "2022-03-25"), ("C", "2022-03-26")].map { SourceItem.listed($0, on: $1) }
    #expect(try published(Blog(items)) == ["2022-03-26T12:00:01Z", "2022-03-26T12:00:00Z", "2022-03-25T12:00:00Z"])
  }

  @Test("D3 later arrivals go above, below and between, no time moves, and the order stays over several builds")
  func arrivals() throws {
    var blog = Blog([.listed("B"), .listed("D")])
    try blog.build()
    blog.items = ["A", "B", "D", "E"].map { .listed($0) }
    let second = try blog.build()
    #expect(second.titles() == ["A", "B", "D", "E"])
    #expect(second.entry("B")?.published.rfc3339 == "2022-03-26T12:00:01Z")
    #expect(second.entry("D")?.published.rfc3339 == "2022-03-26T12:00:00Z")
    #expect(second.entry("E")?.published.rfc3339 == "2022-03-26T11:59:59Z")
    // No room between B and D: published wins over listing order, and nothing else moves.
    blog.items = ["A", "B", "C", "D", "E"].map { .listed($0) }
    let third = try blog.build()
    for title in ["A", "B", "D", "E"] { #expect(third.entry(title)?.published == second.entry(title)?.published) }
    #expect(Set(third.plan.entries.map(\.published)).count == 5)
    // The ledger alone keeps it, though the listing's order within the day is lost.
    blog.items.reverse()
    #expect(try blog.build().titles() == third.titles())
    #expect(try blog.build().plan.entries.map(\.published) == third.plan.entries.map(\.published))
  }

  @Test("D3 an edited title keeps its place in the day")
  func editedTitle() throws {
    var blog = Blog(["A", "B", "C"].map { .listed($0, summary: "\($0).") })
    try blog.build()
    blog.items[1] = .listed("New", summary: "B.")
    #expect(try blog.build().titles() == ["A", "New", "C"])
  }

  @Test("D3 a removed post leaves the others' times alone, and its own second to it")
  func removed() throws {
    var blog = Blog(["A", "B", "C"].map { .listed($0) })
    let before = try blog.build()
    blog.items.remove(at: 1)
    let after = try blog.build()
    for title in ["A", "C"] { #expect(after.entry(title)?.published == before.entry(title)?.published) }
  }

  @Test("D3 and law 5: the site's time of day and zone move no date that was published")
  func settings() throws {
    var blog = Blog([.listed("A"), .listed("B"), .post("urn:example:1", on: "2022-03-20")])
    let before = try blog.build()
    blog.pipeline.site.timeOfDay = 3600
    blog.pipeline.site.timeZone = SiteTimeZone("Asia/Tokyo")!
    let after = try blog.build()
    #expect(after.plan.entries.map(\.published) == before.plan.entries.map(\.published))
    #expect(after.documents == before.documents)
  }

  @Test("D5 a scheduled entry waits: it is in no feed and no ledger, makes no tag, and no feed's updated knows of it")
  func scheduled() throws {
    var blog = Blog([
      .post("urn:example:1", title: "Now", on: "2022-05-01T00:00:00Z"),
      .post(
        "urn:example:2", title: "Later", on: "2022-06-02T00:00:00Z", updated: "2022-06-03T00:00:00Z", tags: ["new"]),
    ])
    let edition = try blog.build()
    #expect(edition.titles() == ["Now"])
    #expect(edition.plan.feeds.map(\.scope.name) == ["all"])
    #expect(edition.plan.feeds.map(\.updated) == [Timestamp("2022-05-01T00:00:00Z")])
    #expect(edition.scheduled == [Timestamp("2022-06-02T00:00:00Z")])
    #expect(edition.ledger.entries.count == 1)
    #expect(edition.problems.isEmpty)
    #expect(!edition.documents.contains { edition.text(of: $0.path.string).contains("Later") })
    #expect(try blog.preview(at: "2022-06-01T23:59:59Z").titles() == ["Now"])
    let due = try blog.build(at: "2022-06-02T00:00:00Z")
    #expect(due.titles() == ["Later", "Now"])
    #expect(due.scheduled.isEmpty)
    #expect(due.changes.new == ["urn:example:2"])
  }

  @Test("D5 scheduled entries are told soonest first")
  func scheduledOrder() throws {
    let items = ["09", "07", "08"].map { SourceItem.post("urn:example:\($0)", on: "2022-\($0)-01T00:00:00Z") }
    let scheduled = try Blog(items + [.post("urn:example:1")]).preview().scheduled
    #expect(scheduled == ["07", "08", "09"].map { Timestamp("2022-\($0)-01T00:00:00Z") })
  }

  @Test("D5 drafts and hidden entries are in no feed, but counted")
  func hidden() throws {
    var draft = SourceItem.post("urn:example:2", tags: ["secret"])
    draft.isHidden = true
    let edition = try Blog([.post("urn:example:1"), draft]).preview()
    #expect(edition.plan.entries.map(\.id) == ["urn:example:1"])
    #expect(edition.plan.feeds.count == 1)
    #expect(edition.hidden == 1)
    #expect(edition.problems.isEmpty)
  }

  @Test("D5 an entry is published until it expires")
  func expires() throws {
    var item = SourceItem.post("urn:example:2")
    item.expires = "2022-06-01T00:00:01Z"
    let blog = Blog([.post("urn:example:1"), item])
    #expect(try blog.preview(at: "2022-06-01T00:00:00Z").plan.entries.count == 2)
    let expired = try blog.preview(at: "2022-06-01T00:00:01Z")
    #expect(expired.plan.entries.map(\.id) == ["urn:example:1"])
    #expect(expired.hidden == 1)
  }

  @Test(
    "D6 a date before 1990 or more than ten years ahead is a warning",
    arguments: [
      ("1989-12-31T00:00:00Z", true), ("1990-01-01T00:00:00Z", false), ("2032-06-01T00:00:00Z", false),
      ("2032-06-02T00:00:00Z", true), ("2032-05-31T00:00:00Z", false), ("0001-01-01", true), ("9999-12-31", true),
    ])
  func strangeYears(_ date: String, _ isWarned: Bool) throws {
    let edition = try Blog([.post("urn:example:1", on: date), .post("urn:example:2")]).preview()
    #expect(edition.problems.map(\.severity) == (isWarned ? [.warning] : []))
    #expect(edition.rules == (isWarned ? ["D6"] : []))
  }

  @Test("without a date of publication the date of the edit is taken")
  func modifiedAlone() throws {
    let edition = try Blog([.post("urn:example:1", on: nil, updated: "2022-03-26T08:00:00Z")]).preview()
    #expect(edition.plan.entries[0].published == Timestamp("2022-03-26T08:00:00Z"))
    #expect(edition.plan.entries[0].updated == Timestamp("2022-03-26T08:00:00Z"))
  }

  @Test("§4.2.15 without any date an item is an error that names its place", arguments: [nil, ""])
  func noDate(_ date: String?) throws {
    let edition = try Blog([.post("urn:example:1", on: date), .post("urn:example:2")]).preview()
    #expect(edition.plan.entries.map(\.id) == ["urn:example:2"])
    #expect(edition.problems.map(\.severity) == [.error])
    #expect(edition.problems[0].place.pointer == "/items/urn:example:1")
  }

  @Test("RFC 3339 §5.6 a date that is none is an error, in every field")
  func badDates() throws {
    var bad = SourceItem.post("urn:example:1", on: "26 Mar 2022", updated: "soon")
    bad.expires = "never"
    let edition = try Blog([bad, .post("urn:example:2")]).preview()
    #expect(edition.plan.entries.map(\.id) == ["urn:example:2"])
    #expect(edition.problems.map(\.severity) == [.error, .error, .error])
    for field in ["published", "updated", "expires"] {
      #expect(edition.problems.contains { $0.message.contains(field) })
    }
  }
}
